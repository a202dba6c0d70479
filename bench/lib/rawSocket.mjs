// A client of the game's sockets that does next to nothing (Engine.IO 4 over one WebSocket), so that one process can hold thousands.
import WebSocket from 'ws';

/**
 * Connects and signs in. `onEvent(name, data)` for every piece of news, `onText` instead for whoever looks at the text first.
 * Resolves with { hello, close } once the server has said where the streams stand.
 */
export function openSocket({ url, token, localAddress, onEvent, onText, onClose }) {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/socket.io/?EIO=4&transport=websocket`, {
      perMessageDeflate: false,
      ...(localAddress ? { localAddress } : {}),
    });
    let isOpen = false;
    socket.on('message', (data) => {
      const text = data.toString('utf8');
      if (text === '2') socket.send('3');
      else if (text.startsWith('0')) socket.send(token ? `40${JSON.stringify({ token })}` : '40');
      else if (text.startsWith('44')) reject(new Error(`refused: ${text.slice(2)}`));
      else if (text.startsWith('42')) {
        if (!isOpen && text.startsWith('42["hello"')) {
          isOpen = true;
          resolve({ hello: JSON.parse(text.slice(2))[1], close: () => socket.terminate() });
        } else if (onText) onText(text);
        else onEvent?.(...JSON.parse(text.slice(2)));
      }
    });
    socket.once('error', reject);
    socket.once('close', () => (isOpen ? onClose?.() : reject(new Error('closed before the greeting'))));
  });
}

/** A source address of this machine for connection number n: no address may hold all connections, and each has its own ports. */
export const addressOf = (n, perAddress = 400) => {
  const index = Math.floor(n / perAddress);
  return `127.0.${1 + Math.floor(index / 250)}.${1 + (index % 250)}`;
};
