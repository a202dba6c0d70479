import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defaultClientConditions, defaultServerConditions, defineConfig, type Plugin } from 'vite';
import { firstPaint } from './tools/firstPaint.tsx';
import { precompress } from './tools/precompress.ts';
import { serviceWorker } from './tools/serviceWorker.ts';
import { textSize } from './tools/textSize.ts';
import { walletConnectPart } from './tools/walletConnectPart.ts';

/** Asks for the fonts together with the stylesheet instead of after it. */
function preloadFonts(): Plugin {
  return {
    name: 'preload-fonts',
    transformIndexHtml: {
      order: 'post',
      handler(_html, { bundle }) {
        const fonts = Object.keys(bundle ?? {}).filter((file) => file.endsWith('.woff2'));
        return fonts.map((file) => ({
          tag: 'link',
          attrs: { rel: 'preload', as: 'font', type: 'font/woff2', crossorigin: true, href: `/${file}` },
          injectTo: 'head' as const,
        }));
      },
    },
  };
}

/** Where the game server listens while the client is developed with its own server. */
const api = process.env.API_URL ?? 'http://127.0.0.1:3000';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [
    react(),
    tailwindcss(),
    textSize(),
    preloadFonts(),
    firstPaint(),
    serviceWorker(),
    precompress(),
    walletConnectPart(),
  ],
  // Workspace packages are read from source: no build is needed before this one.
  resolve: { conditions: ['source', ...defaultClientConditions] },
  ssr: { resolve: { conditions: ['source', ...defaultServerConditions] } },
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    rolldownOptions: {
      // All that the first page needs in one file: it compresses better, and nothing waits for thirty small answers on a slow line.
      output: { codeSplitting: { groups: [{ name: 'app', tags: ['$initial'] }] } },
    },
  },
  server: {
    proxy: {
      '/v1': { target: api, changeOrigin: false },
      '/socket.io': { target: api, ws: true },
    },
  },
});
