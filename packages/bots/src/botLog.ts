/** Where bots write what happened; fits a pino logger. */
export interface BotLog {
  info(fields: Record<string, unknown>, text: string): void;
  warn(fields: Record<string, unknown>, text: string): void;
}
