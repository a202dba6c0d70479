/**
 * The socket side of the news (SPEC 6): everybody joins the season's public room, signed-in players their own. Commands never come this way.
 * Every process delivers to its own sockets whatever was published, by whichever process.
 */
import { setImmediate } from 'node:timers/promises';
import type { EventName, SocketHello } from '@cryptotribes/protocol/features/events';
import type { FastifyInstance } from 'fastify';
import { type Socket, Server as SocketServer } from 'socket.io';
import type { Context } from '../../context.ts';
import { callerAddress, trustFunction } from '../../http/callerAddress.ts';
import { isAllowedOrigin } from '../../http/origin.ts';
import { readsOf } from '../../platform/reads.ts';
import { Signal } from '../../platform/signal.ts';
import { Turnstile } from '../../platform/turnstile.ts';
import { seasonStream, userStream } from '../../platform/tx.ts';
import { type Auth, authenticate, onSessionEnded, readSessionCookie } from '../auth/sessions.ts';
import { forgetFirstPages } from '../leaderboard/show.ts';
import { getCurrentSeason } from '../seasons/queries.ts';
import { type EngineConnection, guardConnection, sendTogether } from './guardConnection.ts';
import type { PresenceNotice } from './presence.ts';
import type { Audience } from './publisher.ts';
import { getLastSeqs, type PublishedNews } from './queries.ts';

/** Who is connected to this process. */
export interface Presence {
  /** Distinct signed-in players. */
  online(): number;
  isOnline(userId: string): boolean;
}
export interface SocketGateway extends Audience {
  /** A message beside the numbered news, to the sockets of this process. */
  tellPresence(notice: PresenceNotice): void;
  /** Cuts all sockets; their owners come back, to another process if this one is ending. */
  disconnectAll(): void;
  close(): Promise<void>;
}

const MAX_PER_PLAYER = 10;
const MAX_PER_ADDRESS = 500;
const CHECK_SESSIONS_MS = 5_000;
/** Sessions that are looked up with one question. */
const CHECKED_TOGETHER = 100;

interface SocketData {
  auth: Auth | null;
  seasonId: string | null;
  /** Of those who hear the season's news one after the other. */
  group: number;
  /** Ends with the last greeting: of several, one is done after the other. */
  greeting: Promise<void>;
}
type GameSocket = Socket<
  Record<string, never>,
  Record<string, (...args: unknown[]) => void>,
  Record<string, never>,
  SocketData
>;

/** Counts connections, so that no player or address can take them all. */
export class ConnectionCounts implements Presence {
  readonly #users = new Map<string, number>();
  readonly #addresses = new Map<string, number>();
  #changed = new Set<string>();
  /** Rung when a player's first connection came or the last one went. */
  readonly bell = new Signal();

  online(): number {
    return this.#users.size;
  }
  isOnline(userId: string): boolean {
    return this.#users.has(userId);
  }
  onlineIds(): string[] {
    return [...this.#users.keys()];
  }
  /** Players who came or went since the last call. */
  takeChanged(): string[] {
    const changed = [...this.#changed];
    this.#changed = new Set();
    return changed;
  }
  /** False when there are too many already. */
  add(address: string, userId: string | null): boolean {
    if ((this.#addresses.get(address) ?? 0) >= MAX_PER_ADDRESS) return false;
    if (userId !== null && (this.#users.get(userId) ?? 0) >= MAX_PER_PLAYER) return false;
    this.#addresses.set(address, (this.#addresses.get(address) ?? 0) + 1);
    if (userId !== null) {
      if (!this.#users.has(userId)) this.#note(userId);
      this.#users.set(userId, (this.#users.get(userId) ?? 0) + 1);
    }
    return true;
  }
  /** As `add`, until the connection closes. */
  hold(connection: Pick<EngineConnection, 'readyState' | 'once'>, address: string, userId: string | null): boolean {
    if (!this.add(address, userId)) return false;
    if (connection.readyState === 'closed') this.remove(address, userId);
    else connection.once('close', () => this.remove(address, userId));
    return true;
  }
  remove(address: string, userId: string | null): void {
    decrement(this.#addresses, address);
    if (userId === null) return;
    decrement(this.#users, userId);
    if (!this.#users.has(userId)) this.#note(userId);
  }
  #note(userId: string): void {
    this.#changed.add(userId);
    this.bell.ring();
  }
}
function decrement(counts: Map<string, number>, key: string): void {
  const left = (counts.get(key) ?? 1) - 1;
  if (left <= 0) counts.delete(key);
  else counts.set(key, left);
}

const REFUSALS: ReadonlySet<string> = new Set(['INVALID_TOKEN', 'TOO_MANY_CONNECTIONS']);

export function openSockets(app: FastifyInstance, ctx: Context, counts: ConnectionCounts): SocketGateway {
  // After a cut everybody comes back at once: the database is asked for a few at a time, so that it has time for orders, too.
  const crowd = new Turnstile({
    atOnce: Math.max(2, Math.floor(ctx.config.dbPoolSize / 2)),
    maxWaiting: 2 * ctx.config.maxSockets,
  });
  const io: SocketServer = new SocketServer(app.server, {
    transports: ['websocket'],
    perMessageDeflate: false,
    serveClient: false,
    maxHttpBufferSize: 16 * 1024,
    pingInterval: 20_000,
    pingTimeout: 20_000,
    connectTimeout: 10_000,
    allowRequest: (request, done) => {
      // A page of another site may not open a socket with the player's cookie (RELIABILITY RT8).
      const { origin, host } = request.headers;
      const isOurs = origin === undefined || isAllowedOrigin(origin, host, ctx.config);
      done(null, isOurs && io.engine.clientsCount < ctx.config.maxSockets);
    },
  });
  io.engine.on('connection', (connection: EngineConnection) => {
    sendTogether(connection);
    guardConnection(connection, (problem) => {
      ctx.metrics.socketsCut.inc({ why: problem });
      ctx.log.warn({ problem }, 'a socket was cut');
    });
  });
  let nextGroup = 0;
  const isOurProxy = trustFunction(ctx.config.trustProxy);
  const addressOf = ({ handshake }: GameSocket): string =>
    callerAddress(handshake.address, headerText(handshake.headers['x-forwarded-for']), isOurProxy);

  io.use((socket: GameSocket, next) => {
    crowd
      .pass(() => identify(ctx, socket))
      .then((auth) => {
        socket.data.auth = auth;
        socket.data.seasonId = null;
        socket.data.group = nextGroup++ % GROUPS;
        socket.data.greeting = Promise.resolve();
        // Counted until the connection ends, whether or not it gets as far as the greeting.
        if (!counts.hold(socket.conn, addressOf(socket), auth?.userId ?? null)) throw new Error('TOO_MANY_CONNECTIONS');
        next();
      })
      .catch((error: Error) => next(new Error(REFUSALS.has(error.message) ? error.message : 'SERVICE_UNAVAILABLE')));
  });
  const countSockets = () => {
    ctx.metrics.sockets.set(io.engine.clientsCount);
    ctx.metrics.tally.sockets = io.engine.clientsCount;
  };
  io.on('connection', (socket: GameSocket) => {
    countSockets();
    socket.on('disconnect', countSockets);
    void inTurn(ctx, socket, () => crowd.pass(() => greet(ctx, socket)));
  });
  const timer = setInterval(() => void checkSessions(ctx, io), CHECK_SESSIONS_MS);
  timer.unref();
  const stopWatching = onSessionEnded(ctx, (sessionId) => cutSession(io, sessionId));

  return {
    isThere: () => io.engine.clientsCount > 0,
    deliver: async (news) => {
      const messages = news.map(messageOf);
      if (messages.some(({ type }) => type === 'leaderboard_updated')) forgetFirstPages(readsOf(ctx.pool));
      for (const one of messages) if (!one.isPublic) emit(io, one.recipient, one);
      const { rooms } = io.of('/').adapter;
      // A group at a time, to each all that there is, which leaves as one piece; in between requests have their turn.
      for (let group = 0; group < GROUPS; group++) {
        const heard = messages.filter((one) => one.isPublic && rooms.has(groupRoom(one.recipient, group)));
        for (const one of heard) emit(io, groupRoom(one.recipient, group), one);
        if (heard.length > 0) await setImmediate();
      }
      for (const { type, recipient } of messages) {
        if (SEASON_CHANGES.has(type)) void followSeasons(ctx, socketsIn(io, null));
        else if (type === 'season_switched') void followSeasons(ctx, socketsIn(io, recipient));
      }
    },
    tellPresence: ({ to, message }) => {
      if (to.length > 0) io.local.to(to.map(userStream)).emit('presence', message);
    },
    disconnectAll: () => io.disconnectSockets(true),
    close: async () => {
      clearInterval(timer);
      stopWatching();
      await io.close();
    },
  };
}

interface Message {
  recipient: string;
  type: EventName;
  isPublic: boolean;
  data: Record<string, unknown>;
}

function messageOf({ recipient, type, data, seq, at }: PublishedNews): Message {
  const isPublic = !recipient.startsWith('user:');
  const stream = isPublic ? 'season' : 'me';
  return { recipient, type, isPublic, data: { ...data, stream, seq, at: new Date(at).toISOString() } };
}

const emit = (io: SocketServer, room: string, { type, data }: Message): void => {
  io.local.to(room).emit(type, data);
};

/** Everybody in a season hears its news from one of these rooms: telling thousands at once would hold up requests. */
const GROUPS = 8;
const groupRoom = (recipient: string, group: number): string => `${recipient}#${group}`;
const seasonRoom = (socket: GameSocket, seasonId: string): string =>
  groupRoom(seasonStream(seasonId), socket.data.group);

/** A header that came several times is one list. */
const headerText = (header: string | string[] | undefined): string | undefined =>
  Array.isArray(header) ? header.join(',') : header;

async function identify(ctx: Context, socket: GameSocket): Promise<Auth | null> {
  const given = (socket.handshake.auth as { token?: unknown }).token;
  const bearer = typeof given === 'string' && given !== '' ? given : undefined;
  const cookie = readSessionCookie(socket.handshake.headers.cookie, ctx);
  if (bearer === undefined && cookie === undefined) return null;
  const auth = await authenticate(ctx, {
    ...(bearer === undefined ? {} : { bearer }),
    ...(cookie === undefined ? {} : { cookie }),
  });
  // A token that was given on purpose and is not valid is an error; a stale cookie only means a visitor.
  if (auth === null && bearer !== undefined) throw new Error('INVALID_TOKEN');
  return auth;
}

/** Joins the rooms first, then says where the streams stand: what comes in between arrives by the room. */
async function greet(ctx: Context, socket: GameSocket): Promise<void> {
  const userId = socket.data.auth?.userId ?? null;
  // The session may have ended between the handshake and now, when nobody could cut this socket yet.
  if (userId !== null && (await identify(ctx, socket)) === null) throw new Error('the session has ended');
  // The own room before the season is looked up: joining another season meanwhile is heard there.
  if (userId) await socket.join(userStream(userId));
  const db = readsOf(ctx.pool);
  const season = await getCurrentSeason(db, userId);
  socket.data.seasonId = season?.id ?? null;
  if (season) await socket.join(seasonRoom(socket, season.id));
  const mine = userId === null ? null : userStream(userId);
  const everybody = season === null ? null : seasonStream(season.id);
  const last = await getLastSeqs(
    ctx.pool,
    [mine, everybody].filter((stream) => stream !== null),
  );
  const seqOf = (stream: string | null): number => (stream === null ? 0 : (last.get(stream) ?? 0));
  const hello: SocketHello = {
    serverTime: new Date(ctx.clock.nowMs()).toISOString(),
    userId,
    seasonId: season?.id ?? null,
    seq: { me: seqOf(mine), season: seqOf(everybody) },
    reset: false,
  };
  socket.emit('hello', hello);
}

const SEASON_CHANGES: ReadonlySet<string> = new Set(['season_started', 'season_ended', 'season_cancelled']);

/** This process's sockets in a room; all of them for null. */
function socketsIn(io: SocketServer, room: string | null): GameSocket[] {
  const { adapter, sockets } = io.of('/');
  if (room === null) return [...sockets.values()] as GameSocket[];
  return [...(adapter.rooms.get(room) ?? [])].flatMap((id) => (sockets.get(id) as GameSocket | undefined) ?? []);
}

/** A season began or ended, or a player joined one: whoever now belongs to another season's room moves there and is greeted anew. */
async function followSeasons(ctx: Context, sockets: GameSocket[]): Promise<void> {
  for (const socket of sockets) {
    await inTurn(ctx, socket, async () => {
      const season = await getCurrentSeason(ctx.pool, socket.data.auth?.userId ?? null);
      if (!season || socket.data.seasonId === season.id) return;
      if (socket.data.seasonId) await socket.leave(seasonRoom(socket, socket.data.seasonId));
      await greet(ctx, socket);
    });
  }
}

/** At once, when a session ends somewhere. */
function cutSession(io: SocketServer, sessionId: string): void {
  for (const socket of io.of('/').sockets.values() as Iterable<GameSocket>) {
    if (socket.data.auth?.sessionId === sessionId) socket.disconnect(true);
  }
}

/** After the socket's earlier greetings. A socket that cannot be greeted is cut: its client comes back. */
function inTurn(ctx: Context, socket: GameSocket, work: () => Promise<void>): Promise<void> {
  socket.data.greeting = socket.data.greeting.then(work).catch((error: unknown) => {
    ctx.log.warn({ err: error }, 'a socket could not be greeted');
    socket.disconnect(true);
  });
  return socket.data.greeting;
}

/** Sockets of sessions that have ended are cut: those whose time is over, and whatever a lost notification left behind. */
async function checkSessions(ctx: Context, io: SocketServer): Promise<void> {
  const signedIn = [...io.of('/').sockets.values()].filter((socket) => socket.data.auth !== null) as GameSocket[];
  for (let first = 0; first < signedIn.length; first += CHECKED_TOGETHER) {
    await Promise.all(signedIn.slice(first, first + CHECKED_TOGETHER).map((socket) => checkSession(ctx, socket)));
  }
}

async function checkSession(ctx: Context, socket: GameSocket): Promise<void> {
  try {
    if ((await identify(ctx, socket)) === null) socket.disconnect(true);
  } catch (error) {
    // When the database does not answer nobody is thrown out.
    if (error instanceof Error && error.message === 'INVALID_TOKEN') socket.disconnect(true);
  }
}
