/** The class of the box with the messages; beside the map it is there but not shown while the column is folded. */
export const COUNCIL_LOG = 'council-log';

/** Whether the council's messages are before somebody's eyes: in a tab that is looked at, and not below a dialog. */
export function isCouncilSeen(): boolean {
  if (document.hidden) return false;
  return [...document.querySelectorAll(`.${COUNCIL_LOG}`)].some((log) => {
    const { left, right, top, bottom } = log.getBoundingClientRect();
    const [shownTop, shownBottom] = [Math.max(0, top), Math.min(window.innerHeight, bottom)];
    if (right <= left || shownBottom <= shownTop) return false;
    return log.contains(document.elementFromPoint((left + right) / 2, (shownTop + shownBottom) / 2));
  });
}
