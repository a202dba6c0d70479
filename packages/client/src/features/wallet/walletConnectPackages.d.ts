/** What the page uses of WalletConnect's packages, which need not be installed (tools/walletConnectPart.ts). */
declare module 'virtual:walletconnect' {
  interface Options {
    projectId: string;
    optionalChains: [number, ...number[]];
    showQrModal: false;
    telemetryEnabled: false;
    metadata: { name: string; description: string; url: string; icons: string[] };
  }
  interface Provider {
    readonly accounts: string[];
    readonly chainId: number;
    on(event: 'display_uri', listener: (uri: string) => void): unknown;
    connect(): Promise<void>;
    disconnect(): Promise<void>;
    request(call: { method: string; params: unknown[] }): Promise<unknown>;
  }
  export interface Packages {
    EthereumProvider: { init(options: Options): Promise<Provider> };
    /** A QR code: `data[row][column]` is true where it is dark. */
    encode(text: string): { size: number; data: boolean[][] };
  }
  /** Null where the page was built without them. */
  export const loadPackages: (() => Promise<Packages>) | null;
}
