interface SparkProps {
  /** Oldest first. */
  values: readonly number[];
  /** The same as a sentence. */
  label: string;
  width?: number;
  height?: number;
}

/** Small bars of a course of numbers, the last one bright. */
export function Spark({ values, label, width = 96, height = 26 }: SparkProps) {
  const most = Math.max(1, ...values);
  const step = width / Math.max(24, values.length);
  const start = width - values.length * step;
  return (
    <svg
      className="spark"
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      <path d={`M0 ${height - 0.5}H${width}`} stroke="var(--color-line)" />
      {values.map((value, i) => {
        const tall = value === 0 ? 1 : Math.max(2, (value / most) * (height - 3));
        const isLast = i === values.length - 1;
        return (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: an hour is its place in the row.
            key={i}
            x={start + i * step + 0.5}
            y={height - tall}
            width={Math.max(1, step - 1)}
            height={tall}
            fill={isLast ? 'var(--color-laurel)' : 'var(--color-frost-2)'}
            opacity={isLast ? 1 : 0.55}
          />
        );
      })}
    </svg>
  );
}
