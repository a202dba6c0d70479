/** A short sound made on the spot: two notes of a horn for what wants an answer, one soft knock for a result. */
type Tone = 'act' | 'result';

const NOTES: Record<Tone, readonly [hertz: number, atS: number, forS: number][]> = {
  act: [
    [196, 0, 0.22],
    [294, 0.18, 0.34],
  ],
  result: [[392, 0, 0.18]],
};
const LOUDNESS = 0.14;

let context: AudioContext | null = null;

/** Plays it; silently does nothing where the browser allows no sound yet (it wants a click first). */
export function playTone(tone: Tone): void {
  if (!('AudioContext' in globalThis)) return;
  context ??= new AudioContext();
  const audio = context;
  void audio.resume().then(() => {
    for (const [hertz, atS, forS] of NOTES[tone]) {
      const start = audio.currentTime + atS;
      const oscillator = audio.createOscillator();
      const gain = audio.createGain();
      oscillator.type = 'triangle';
      oscillator.frequency.value = hertz;
      gain.gain.setValueAtTime(0, start);
      gain.gain.linearRampToValueAtTime(LOUDNESS, start + 0.03);
      gain.gain.exponentialRampToValueAtTime(0.001, start + forS);
      oscillator.connect(gain).connect(audio.destination);
      oscillator.start(start);
      oscillator.stop(start + forS);
    }
  });
}
