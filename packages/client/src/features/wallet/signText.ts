const toHex = (text: string) =>
  `0x${[...new TextEncoder().encode(text)].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;

/** Asks a wallet for its signature of a text (personal_sign). */
export async function signText(
  provider: { request(call: { method: string; params: unknown[] }): Promise<unknown> },
  address: string,
  text: string,
): Promise<string> {
  return String(await provider.request({ method: 'personal_sign', params: [toHex(text), address] }));
}
