/**
 * Whether the screen shows what the server knows: the same things from the cache and from fresh answers, compared field by field and as
 * one hash. Asked for by an event of the page, by tests and by support; the code that answers is loaded when it is asked for.
 */
export const STATE_QUESTION = 'ct:compare-state';

export interface StateAnswer {
  /** SHA-256 of the canonical text, as hex. */
  cached: string;
  fresh: string;
  /** Paths that differ, e.g. "territories.12.units.militia"; empty = equal. */
  differences: string[];
}

export interface StateQuestion {
  answer: (result: StateAnswer) => void;
  fail: (error: unknown) => void;
}

/** Answers the question whenever somebody asks it. */
export function watchStateQuestions(): void {
  window.addEventListener(STATE_QUESTION, (event) => {
    const question = (event as CustomEvent<StateQuestion>).detail;
    import('./compareState.ts').then(({ compareState }) => compareState()).then(question.answer, question.fail);
  });
}
