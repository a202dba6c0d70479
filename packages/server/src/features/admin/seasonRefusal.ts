import { AppError } from '@cryptotribes/protocol/core/errors';
import { SeasonRefusal } from '../seasons/manage.ts';

/** Runs `work`; what the season refuses becomes ACT_NOT_POSSIBLE with its reason. */
export async function asRefusal<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof SeasonRefusal)) throw error;
    throw new AppError('ACT_NOT_POSSIBLE', {}, `${error.message.charAt(0).toUpperCase()}${error.message.slice(1)}.`);
  }
}
