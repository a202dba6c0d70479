import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js';

export { bytesToHex, hexToBytes, utf8ToBytes as utf8Bytes };

const WORD_VALUES = 2 ** 32;
const WORDS_PER_BLOCK = 8;

/** A reproducible stream of random integers. */
export interface DrawStream {
  /** The next integer, uniform from 0 to nExclusive - 1. */
  int(nExclusive: number): number;
}

/** SHA-256 of bytes. */
export function sha256Bytes(message: Uint8Array): Uint8Array {
  return sha256(message);
}

/** HMAC-SHA256 of bytes. */
export function hmacBytes(key: Uint8Array, message: Uint8Array): Uint8Array {
  return hmac(sha256, key, message);
}

/** HMAC-SHA256 of a UTF-8 text. */
export function hmacText(key: Uint8Array, text: string): Uint8Array {
  return hmacBytes(key, utf8ToBytes(text));
}

/**
 * Opens the stream that belongs to a seed and a label. Same seed and label give the same draws on every machine.
 *
 * Layout (GAME_DESIGN 6; anyone can rebuild it): block i = HMAC-SHA256(key = seed, message = UTF-8 label followed by i
 * as unsigned 32-bit big-endian), i = 0, 1, 2...; each block is read as eight unsigned 32-bit big-endian words. A word w
 * is rejected if it is not below the largest multiple of n within 2^32, otherwise the draw is w mod n: no modulo bias.
 */
export function drawStream(seed: Uint8Array, label: string): DrawStream {
  const prefix = utf8ToBytes(label);
  let block = new DataView(new ArrayBuffer(0));
  let blockIndex = 0;
  let nextWord = WORDS_PER_BLOCK;

  function word(): number {
    if (nextWord === WORDS_PER_BLOCK) {
      const counter = new Uint8Array(4);
      new DataView(counter.buffer).setUint32(0, blockIndex);
      const digest = hmac(sha256, seed, concatBytes(prefix, counter));
      block = new DataView(digest.buffer, digest.byteOffset, digest.byteLength);
      blockIndex += 1;
      nextWord = 0;
    }
    const value = block.getUint32(nextWord * 4);
    nextWord += 1;
    return value;
  }

  return {
    int(nExclusive) {
      if (!Number.isSafeInteger(nExclusive) || nExclusive < 1 || nExclusive > WORD_VALUES) {
        throw new RangeError('The bound of a draw must be an integer from 1 to 2^32');
      }
      const limit = WORD_VALUES - (WORD_VALUES % nExclusive);
      let value = word();
      while (value >= limit) value = word();
      return value % nExclusive;
    },
  };
}
