interface BarProps {
  /** 0 to 1; values outside are clamped. */
  share: number;
  tone?: 'ice' | 'ember' | 'frost';
}

/** A thin progress or comparison bar. Decorative: the number stands beside it as text. */
export function Bar({ share, tone = 'ice' }: BarProps) {
  const percent = Math.max(0, Math.min(1, share)) * 100;
  return (
    <div className={`bar ${tone}`} aria-hidden="true">
      <i style={{ width: `${percent}%` }} />
    </div>
  );
}
