import { type Loop, type LoopOptions, startLoop } from './loop.ts';
import { Signal } from './signal.ts';

export interface CrewOptions extends LoopOptions {
  /** Loops that do the same work side by side. */
  size: number;
  bell: Signal;
}

/**
 * Several loops for one kind of work. A ring wakes one that is idle, and whoever has found work wakes another: there may be more of it. So a
 * crowd of orders has all of them at work, and a single one does not make everybody look.
 */
export function startCrew({ size, bell, name, round, ...options }: CrewOptions): Loop {
  const bells = Array.from({ length: size }, () => new Signal());
  const idle = new Set<number>();
  // Rung while all were at work: one of them may have looked too early.
  let isMissed = false;
  const wakeOne = (): void => {
    const [first] = idle;
    if (first === undefined) {
      isMissed = true;
      return;
    }
    idle.delete(first);
    bells[first]?.ring();
  };
  const workers = bells.map((own, index) =>
    startLoop({
      ...options,
      name: `${name} ${index + 1}`,
      bell: own,
      round: async () => {
        idle.delete(index);
        const hasFound = await round();
        if (hasFound) {
          if (idle.size > 0) wakeOne();
          return true;
        }
        if (isMissed) {
          isMissed = false;
          return true;
        }
        idle.add(index);
        return false;
      },
    }),
  );
  const watch = startLoop({
    ...options,
    name: `${name} bell`,
    bell,
    round: async () => {
      wakeOne();
      return false;
    },
  });
  return {
    stop: async () => {
      await Promise.all([watch, ...workers].map((loop) => loop.stop()));
    },
  };
}
