import { readFileSync } from 'node:fs';

const CHECK_MS = 1_000;

/** The parent of another process; null where the system does not show it as a file. */
function parentOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return null;
  }
}

/** npm runs a script as `sh -c "<script>"`; some shells stay between npm and us, and outlive npm as we do. */
function isScriptShell(pid) {
  try {
    const [program = '', option] = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    return /(^|\/)(ba|da)?sh$/.test(program) && option === '-c';
  } catch {
    return false;
  }
}

/**
 * Started by npm, a program that is left alone should not go on: when npm is killed, nothing would stop us any more.
 * Started in another way (by an init system, in the background of a shell), the parent's end means nothing.
 */
export function watchParent() {
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  const shell = isScriptShell(parent);
  const npm = shell ? parentOf(parent) : null;
  const timer = setInterval(() => {
    if (process.ppid === parent && (!shell || parentOf(parent) === npm)) return;
    clearInterval(timer);
    process.kill(process.pid, 'SIGTERM');
  }, CHECK_MS);
  timer.unref();
}
