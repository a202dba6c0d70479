/**
 * Numbered news over Socket.IO: every event is handed on exactly once and in order, whatever the connection does.
 * A gap (seq jumps) is filled from GET /v1/events before anything later is handed on; what came twice is dropped.
 */
import { io, type Socket } from 'socket.io-client';
import { INCOME_TOLD_MS } from '../core/incomeNews.ts';
import type { EventName, News, PresenceMessage, SocketHello, StreamName } from '../features/events.ts';
import type { ApiClient } from './apiClient.ts';

export interface NewsClientOptions {
  api: ApiClient;
  /** The server's address; '' for the page's own. */
  url: string;
  getToken?: () => string | null | undefined;
  onNews: (news: News) => void;
  /** Too much was missed: fetch snapshots of everything. Also called once after the first connect. */
  onReset: (hello: SocketHello) => void;
  onConnection?: (connected: boolean) => void;
  /** The machine's time. */
  nowMs?: () => number;
  /** How long to wait before what the server could not do is tried once more: fetching missing news, or taking the socket. */
  againMs?: number;
  /** A member of the own tribe came or went. */
  onPresence?: (message: PresenceMessage) => void;
}
export interface NewsClient {
  /** Last number handed on, per stream; -1 before the first hello. */
  position(stream: StreamName): number;
  /** Reconnect, e.g. after signing in or out. */
  restart(): void;
  stop(): void;
}

/** Orders one stream: hands on what fits, keeps what came early, asks for what is missing. */
export class StreamOrder {
  #last = -1;
  #early = new Map<number, News>();
  #filling: Promise<void> | null = null;
  readonly #stream: StreamName;
  readonly #handOn: (news: News) => void;
  readonly #fetchAfter: (
    stream: StreamName,
    after: number,
  ) => Promise<{ events: News[]; reset: boolean; lastSeq: number }>;
  readonly #onLost: () => void;

  constructor(
    stream: StreamName,
    handOn: (news: News) => void,
    fetchAfter: (stream: StreamName, after: number) => Promise<{ events: News[]; reset: boolean; lastSeq: number }>,
    onLost: () => void,
  ) {
    this.#stream = stream;
    this.#handOn = handOn;
    this.#fetchAfter = fetchAfter;
    this.#onLost = onLost;
  }
  get last(): number {
    return this.#last;
  }
  /** Start (or start anew) behind a number; nothing before it is handed on, what came early behind it is. */
  startAt(seq: number): void {
    this.#last = seq;
    this.#drain();
  }
  /**
   * The server says it stood at `seq`: fetch what is missing. A number behind ours is usually only older than the news that
   * came meanwhile; whether the stream was numbered anew, the server says when it is asked.
   */
  async catchUp(seq: number): Promise<void> {
    if (seq !== this.#last) await this.askAgain();
    // What was being fetched may be older than this number.
    if (seq > this.#last) await this.askAgain();
  }
  /** Fetches what is missing, when it is known where the stream starts. */
  async askAgain(): Promise<void> {
    if (this.#last >= 0) await this.#fill();
  }
  async take(news: News): Promise<void> {
    if (news.seq <= this.#last) return;
    this.#early.set(news.seq, news);
    // Before the hello nobody knows where the stream starts: keep it until then.
    if (this.#last < 0) return;
    this.#drain();
    if (this.#early.size > 0) await this.#fill();
  }
  #drain(): void {
    for (let next = this.#early.get(this.#last + 1); next; next = this.#early.get(this.#last + 1)) {
      this.#early.delete(next.seq);
      this.#last = next.seq;
      this.#handOn(next);
    }
    for (const seq of this.#early.keys()) if (seq <= this.#last) this.#early.delete(seq);
  }
  #fill(): Promise<void> {
    this.#filling ??= this.#fillNow().finally(() => {
      this.#filling = null;
    });
    return this.#filling;
  }
  async #fillNow(): Promise<void> {
    for (let more = true; more; ) {
      const page = await this.#fetchAfter(this.#stream, this.#last);
      if (page.reset) {
        this.startAt(page.lastSeq);
        this.#onLost();
        return;
      }
      for (const item of page.events) if (item.seq > this.#last) this.#early.set(item.seq, item);
      const before = this.#last;
      this.#drain();
      more = this.#last > before && this.#last < page.lastSeq;
    }
  }
}

/** How an event travels: under its own name, its data with three fields more. */
interface Travelling {
  stream: StreamName;
  seq: number;
  at: string;
}

export function createNewsClient(options: NewsClientOptions): NewsClient {
  let hello: SocketHello | null = null;
  const againMs = options.againMs ?? 1_000;
  let returning: ReturnType<typeof setTimeout> | null = null;
  let returned = 0;
  const comeBack = () => {
    returning ??= setTimeout(
      () => {
        returning = null;
        socket.connect();
      },
      againMs * 2 ** Math.min(returned++, 3),
    );
  };
  const fetchAfter = async (stream: StreamName, after: number) => {
    const page = await options.api.call('events.list', { query: { stream, after: String(after), limit: '200' } });
    return { events: page.events as News[], reset: page.reset, lastSeq: page.lastSeq };
  };
  const reset = () => {
    if (hello) options.onReset(hello);
  };
  const streams: Record<StreamName, StreamOrder> = {
    me: new StreamOrder('me', options.onNews, fetchAfter, reset),
    season: new StreamOrder('season', options.onNews, fetchAfter, reset),
  };
  let identity: string | null | undefined;
  const nowMs = options.nowMs ?? Date.now;
  // The server's pings come every 20 seconds: a machine that slept has not heard them.
  let heardAtMs = nowMs();

  const socket: Socket = io(options.url || undefined, {
    transports: ['websocket'],
    withCredentials: true,
    reconnectionDelay: 300,
    reconnectionDelayMax: 5000,
    auth: (give) => give({ token: options.getToken?.() ?? undefined }),
  });
  const later: Partial<Record<StreamName, ReturnType<typeof setTimeout>>> = {};
  /** A lost answer is no loss of news: they are asked for again, whether or not more of them come meanwhile. */
  const orLater = (name: StreamName, filled: Promise<void>): void => {
    filled.catch(() => {
      later[name] ??= setTimeout(() => {
        delete later[name];
        orLater(name, streams[name].askAgain());
      }, againMs);
    });
  };
  socket.on('hello', (message: SocketHello) => {
    const longAway = nowMs() - heardAtMs > INCOME_TOLD_MS / 2;
    heardAtMs = nowMs();
    const same =
      hello !== null &&
      identity === message.userId &&
      hello.seasonId === message.seasonId &&
      !message.reset &&
      !longAway;
    hello = message;
    returned = 0;
    identity = message.userId;
    options.onConnection?.(true);
    for (const name of ['me', 'season'] as const) {
      if (same && streams[name].last >= 0) {
        orLater(name, streams[name].catchUp(message.seq[name]));
      } else {
        streams[name].startAt(message.seq[name]);
      }
    }
    if (!same) options.onReset(message);
  });
  socket.io.on('ping', () => {
    heardAtMs = nowMs();
  });
  socket.onAny((type: EventName, payload: Partial<Travelling> | undefined) => {
    if (typeof payload?.seq !== 'number' || (payload.stream !== 'me' && payload.stream !== 'season')) return;
    const { stream, seq, at, ...data } = payload as Travelling;
    orLater(stream, streams[stream].take({ stream, seq, type, at, data } as News));
  });
  socket.on('presence', (message: PresenceMessage) => options.onPresence?.(message));
  socket.on('disconnect', (reason) => {
    options.onConnection?.(false);
    if (reason === 'io server disconnect') comeBack();
  });
  socket.on('connect_error', (error: Error) => {
    options.onConnection?.(false);
    // The server was reached and could not take the socket, which then gives up. A sign-in that has ended will not come back to life.
    if (!socket.active && error.message !== 'INVALID_TOKEN') comeBack();
  });

  return {
    position: (stream) => streams[stream].last,
    restart: () => {
      socket.disconnect();
      socket.connect();
    },
    stop: () => {
      for (const timer of [returning, ...Object.values(later)]) if (timer !== null) clearTimeout(timer);
      socket.close();
    },
  };
}
