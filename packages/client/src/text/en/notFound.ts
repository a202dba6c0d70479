/** No page at this address. */
import { translated } from '../translated.ts';

export const notFoundText = translated('notFound', {
  title: 'Nothing but snow here.',
  sentence: 'There is no page at this address.',
  action: 'To the map',
});
