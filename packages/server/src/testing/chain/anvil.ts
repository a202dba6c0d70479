/** A chain of one's own on this machine, for tests, figures and the paid demo: anvil, ended with the process that began it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { findAnvil } from '../findPrograms.ts';

export interface Anvil {
  readonly rpcUrl: string;
  readonly chainId: number;
  stop(): Promise<void>;
  /** Ends it at once, as a crash would. */
  kill(): Promise<void>;
}

export interface AnvilOptions {
  readonly chainId?: number;
  /** 0 = any free port. */
  readonly port?: number;
  /** A block every so many seconds; without, one per transaction. */
  readonly blockSeconds?: number;
  /** Blocks of an epoch: `finalized` is two epochs behind the newest block. */
  readonly epochBlocks?: number;
}

const START_TIMEOUT_MS = 15_000;

/** Answers when the node listens. Throws with what is missing when there is no anvil. */
export async function startAnvil(options: AnvilOptions = {}): Promise<Anvil> {
  const found = findAnvil(process.env);
  if (!found.ok) throw new Error(`no anvil: ${found.reason}`);
  const chainId = options.chainId ?? 31_337;
  const child = spawn(
    found.value,
    [
      ...['--host', '127.0.0.1', '--port', String(options.port ?? 0), '--chain-id', String(chainId)],
      // Without it every state ever is kept on disk: gigabytes within minutes.
      ...['--prune-history', '500', '--slots-in-an-epoch', String(options.epochBlocks ?? 2)],
      ...(options.blockSeconds ? ['--block-time', String(options.blockSeconds)] : []),
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const endWithUs = () => child.kill('SIGKILL');
  process.once('exit', endWithUs);
  const gone = new Promise<void>((resolve) => child.once('close', () => resolve()));
  void gone.then(() => process.off('exit', endWithUs));
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    await gone;
  };
  try {
    const rpcUrl = await listening(child);
    return { rpcUrl, chainId, stop: () => end('SIGTERM'), kill: () => end('SIGKILL') };
  } catch (error) {
    await end('SIGKILL');
    throw error;
  }
}

/** The address it says it listens on. */
function listening(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const timer = setTimeout(() => reject(new Error(`anvil did not start: ${said}`)), START_TIMEOUT_MS);
    const hear = (chunk: Buffer) => {
      if (said.length < 20_000) said += chunk.toString('utf8');
      const address = /Listening on ([\d.]+:\d+)/.exec(said)?.[1];
      if (!address) return;
      clearTimeout(timer);
      resolve(`http://${address}`);
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('error', reject);
    child.once('close', () => reject(new Error(`anvil ended: ${said}`)));
  });
}
