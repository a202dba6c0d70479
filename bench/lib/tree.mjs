// What a program and everything it started uses, from /proc.
import { readdirSync, readFileSync } from 'node:fs';

const TICKS_PER_SECOND = 100;
const read = (file) => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
};
/** Fields of /proc/pid/stat after the name, which may contain anything. */
const statOf = (pid) =>
  read(`/proc/${pid}/stat`)
    ?.replace(/^.*\) /s, '')
    .split(' ') ?? null;

/** The process and all its descendants. */
export function treeOf(root) {
  const children = new Map();
  for (const pid of readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)) {
    const parent = Number(statOf(pid)?.[1] ?? 0);
    children.set(parent, [...(children.get(parent) ?? []), pid]);
  }
  const all = [root];
  for (const pid of all) all.push(...(children.get(pid) ?? []));
  return all;
}

/** Proportional memory in MB: what is shared is shared out. */
export function memoryMb(pids) {
  const kilobytes = pids.map((pid) => Number(/^Pss:\s+(\d+)/m.exec(read(`/proc/${pid}/smaps_rollup`) ?? '')?.[1] ?? 0));
  return kilobytes.reduce((sum, kb) => sum + kb, 0) / 1000;
}

/** Seconds of processor time so far, of those who are still there and of their children that have ended. */
export function cpuSeconds(pids) {
  const ticks = pids.map((pid) => {
    const fields = statOf(pid);
    return fields === null ? 0 : [11, 12, 13, 14].reduce((sum, at) => sum + Number(fields[at]), 0);
  });
  return ticks.reduce((sum, n) => sum + n, 0) / TICKS_PER_SECOND;
}
