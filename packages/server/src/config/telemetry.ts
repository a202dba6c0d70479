import type { EnvReader } from './envReader.ts';

/** Where traces and faults are sent; the names of the variables are those of OpenTelemetry and Sentry. */
export interface TelemetryConfig {
  /** null = no traces. */
  readonly otlp: {
    /** Of a collector that takes OTLP over HTTP, without a slash at the end; spans go to /v1/traces below it. */
    readonly endpoint: string;
    /** Sent along, for instance a key. */
    readonly headers: Readonly<Record<string, string>>;
    readonly serviceName: string;
  } | null;
  /** null = faults are logged and go nowhere else. */
  readonly sentry: { readonly envelopeUrl: string; readonly publicKey: string; readonly environment: string } | null;
}

export function readTelemetry(reader: EnvReader, environment: string): TelemetryConfig {
  return Object.freeze({ otlp: readOtlp(reader), sentry: readSentry(reader, environment) });
}

function readOtlp(reader: EnvReader): TelemetryConfig['otlp'] {
  const endpoint = reader.url('OTEL_EXPORTER_OTLP_ENDPOINT', ['http:', 'https:']);
  const headers: Record<string, string> = {};
  for (const pair of reader.text('OTEL_EXPORTER_OTLP_HEADERS')?.split(',') ?? []) {
    const [, name, value] = /^\s*([\w-]+)=([\x20-\x7e]+)$/.exec(pair) ?? [];
    if (name === undefined || value === undefined)
      reader.problems.push('OTEL_EXPORTER_OTLP_HEADERS must be like name=value,other=value');
    else headers[name.toLowerCase()] = value.trim();
  }
  if (endpoint === null) return null;
  return Object.freeze({
    endpoint: endpoint.replace(/\/+$/, ''),
    headers: Object.freeze(headers),
    serviceName: reader.text('OTEL_SERVICE_NAME') ?? 'cryptotribes',
  });
}

/** A DSN is https://<public key>@<host>/<path>/<project>: the key is public, it only allows to report. */
function readSentry(reader: EnvReader, environment: string): TelemetryConfig['sentry'] {
  const dsn = reader.text('SENTRY_DSN');
  if (dsn === null) return null;
  const url = URL.canParse(dsn) ? new URL(dsn) : null;
  const [, folder, project] = /^(.*)\/(\d+)$/.exec(url?.pathname ?? '') ?? [];
  if (url === null || !/^https?:$/.test(url.protocol) || url.username === '' || project === undefined) {
    reader.problems.push('SENTRY_DSN must be like https://key@host/1');
    return null;
  }
  return Object.freeze({
    envelopeUrl: `${url.protocol}//${url.host}${folder}/api/${project}/envelope/`,
    publicKey: url.username,
    environment: reader.text('SENTRY_ENVIRONMENT') ?? environment,
  });
}
