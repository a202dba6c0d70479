import pg from 'pg';
import type { Logger } from 'pino';

/**
 * Listens to PostgreSQL notifications on one connection of its own and connects again after it was lost. Notifications are hints only; an empty payload may
 * also mean that some were missed.
 */
export function listen(
  url: string,
  channels: Record<string, (payload: string) => void>,
  log: Logger,
): { stop(): Promise<void> } {
  let client: pg.Client | null = null;
  let stopped = false;
  let timer: NodeJS.Timeout | null = null;

  const again = () => {
    client = null;
    if (!stopped && !timer) {
      timer = setTimeout(() => {
        timer = null;
        void open();
      }, 500);
    }
  };
  async function open(): Promise<void> {
    const next = new pg.Client({
      connectionString: url,
      application_name: 'cryptotribes listen',
      connectionTimeoutMillis: 4_000,
    });
    next.on('error', (error) => {
      log.warn({ err: error }, 'the listening connection was lost');
      again();
    });
    next.on('end', again);
    next.on('notification', (message) => channels[message.channel]?.(message.payload ?? ''));
    try {
      await next.connect();
      if (stopped) return void next.end();
      for (const channel of Object.keys(channels)) await next.query(`listen ${pg.escapeIdentifier(channel)}`);
      client = next;
      // Whatever happened while nobody listened.
      for (const hint of Object.values(channels)) hint('');
    } catch (error) {
      log.warn({ err: error }, 'cannot listen to the database yet');
      next.end().catch(() => {});
      again();
    }
  }
  void open();
  return {
    stop: async () => {
      stopped = true;
      if (timer) clearTimeout(timer);
      await client?.end().catch(() => {});
    },
  };
}
