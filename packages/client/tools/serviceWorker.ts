import { createHash } from 'node:crypto';
import path from 'node:path';
import { build, type Plugin } from 'vite';

const SOURCE = 'src/sw/serviceWorker.ts';
/** What every page loads once it is idle: without it nobody would be told that there is no connection. */
const LATER = /\/src\/(net\/news\.ts|features\/(toasts|keys|pwa)\/\w+\.tsx)$/;
/** Files of public/ that belong to the shell. */
const FILES = ['/favicon.svg', '/manifest.webmanifest', '/icons/icon-192.png'];

/**
 * Builds sw.js: the worker with the list of what the first page needs. That is the page, its code, styles, fonts and drawings; what
 * other pages need is kept when they are visited.
 */
export function serviceWorker(): Plugin {
  let root = '';
  return {
    name: 'service-worker',
    apply: 'build',
    enforce: 'post',
    configResolved(config) {
      root = config.root;
    },
    async generateBundle(_options, bundle) {
      const chunks = new Set<string>();
      const addChunk = (fileName: string): void => {
        const part = bundle[fileName];
        if (part?.type !== 'chunk' || chunks.has(fileName)) return;
        chunks.add(fileName);
        part.imports.forEach(addChunk);
      };
      for (const part of Object.values(bundle)) {
        if (part.type === 'chunk' && (part.isEntry || LATER.test(part.facadeModuleId ?? ''))) addChunk(part.fileName);
      }
      const others = Object.keys(bundle).filter((name) => /\.(woff2|svg)$|^assets\/app-.*\.css$/.test(name));
      const shell = ['/index.html', ...FILES, ...[...chunks, ...others].map((name) => `/${name}`)].sort();
      const version = createHash('sha256').update(Object.keys(bundle).sort().join('\n')).digest('hex').slice(0, 12);
      const result = await build({
        root,
        configFile: false,
        publicDir: false,
        logLevel: 'warn',
        define: { __BUILD__: JSON.stringify(version), __SHELL__: JSON.stringify(shell) },
        build: {
          write: false,
          target: 'es2022',
          lib: { entry: path.join(root, SOURCE), formats: ['iife'], name: 'sw', fileName: () => 'sw.js' },
        },
      });
      const [output] = [result].flat();
      const code = output && 'output' in output ? output.output[0].code : null;
      if (code === null) throw new Error('The service worker was not built');
      this.emitFile({ type: 'asset', fileName: 'sw.js', source: code });
    },
  };
}
