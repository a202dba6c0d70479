/** Replaces what a shipped file must contain exactly once: a test of another text would test nothing. */
export function swapOnce(text: string, from: string, to: string): string {
  if (text.split(from).length !== 2) throw new Error(`the shipped file does not say "${from}" exactly once`);
  return text.replace(from, () => to);
}
