/** What is being written to the council: one text for the page and the panel beside the map, kept while the player looks around. */
import { createStore } from '../../../net/createStore.ts';

export const draftStore = createStore('');
/** Counts up when the field shall take the focus as soon as it is there. */
export const focusWish = createStore(0);

/** Puts a chip at the end of the draft, apart from what stands there. */
export function addToDraft(chip: string): void {
  const before = draftStore.get();
  const gap = before === '' || /\s$/.test(before) ? '' : ' ';
  draftStore.set(`${before}${gap}${chip} `);
}

/** The field of the council, if one is on the screen. */
function shownField(): HTMLTextAreaElement | null {
  const fields = [...document.querySelectorAll<HTMLTextAreaElement>('[data-testid="chat-input"]')];
  return fields.find((field) => field.offsetParent !== null && !field.disabled) ?? null;
}

/** Goes to the field of the council: the one on the screen, else the tribe's page. */
export function goToCouncil(navigate: (path: string) => void): void {
  const field = shownField();
  if (field) {
    field.focus();
    field.setSelectionRange(field.value.length, field.value.length);
    return;
  }
  focusWish.set(focusWish.get() + 1);
  navigate('/tribe');
}
