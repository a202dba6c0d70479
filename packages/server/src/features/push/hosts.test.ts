import { describe, expect, it } from 'vitest';
import { isPublicAddress, isPublicEndpoint, publicLookup } from './hosts.ts';

describe('an endpoint', () => {
  it.each([
    'https://fcm.googleapis.com/fcm/send/abc:def',
    'https://updates.push.services.mozilla.com/wpush/v2/gAAA',
    'https://web.push.apple.com/QPs',
    'https://wns2-par02p.notify.windows.com/w/?token=x',
    'https://93.184.216.34/x',
    'https://[2606:2800:220:1::1]/x',
    'https://push.services.io:443/x',
  ])('%s may be written to', (endpoint) => {
    expect(isPublicEndpoint(endpoint)).toBe(true);
  });

  it.each([
    'http://fcm.googleapis.com/x',
    'ftp://push.services.io/x',
    'https://push.services.io:8443/x',
    'https://user:secret@push.services.io/x',
    'https://localhost/x',
    'https://LOCALHOST./x',
    'https://db/x',
    'https://metadata.google.internal/x',
    'https://printer.local/x',
    'https://127.0.0.1/x',
    'https://127.1/x',
    'https://2130706433/x',
    'https://0x7f.0.0.1/x',
    'https://0177.0.0.1/x',
    'https://10.1.2.3/x',
    'https://172.16.0.1/x',
    'https://192.168.1.1/x',
    'https://169.254.169.254/latest/meta-data',
    'https://100.64.0.1/x',
    'https://0.0.0.0/x',
    'https://255.255.255.255/x',
    'https://[::1]/x',
    'https://[::]/x',
    'https://[::ffff:127.0.0.1]/x',
    'https://[::ffff:7f00:1]/x',
    'https://[fe80::1]/x',
    'https://[fd00::1]/x',
    'https://[ff02::1]/x',
    'https://[2002:7f00:1::]/x',
    'https://[64:ff9b::7f00:1]/x',
    'https://[2001::1]/x',
    'https:///x',
    'push.services.io/x',
    '',
  ])('%s may not', (endpoint) => {
    expect(isPublicEndpoint(endpoint)).toBe(false);
  });
});

describe('an address', () => {
  it.each(['not an address', '', '1.2.3', '127.0.0.1', '::ffff:10.0.0.1'])('%j is not public', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  it('is looked up again when a connection is opened: a name that leads home is refused', async () => {
    const error = await new Promise((resolve) => publicLookup('localhost', { all: true }, resolve as never));
    expect(String(error)).toContain('not public');
  });
});
