const LINES = {
  close: 'M4 4L20 20M20 4L4 20',
  plus: 'M12 5V19M5 12H19',
  minus: 'M5 12H19',
  search: 'M10.5 4a6.5 6.5 0 1 0 0 13a6.5 6.5 0 0 0 0-13M15.5 15.5L21 21',
  chevron: 'M9 5l7 7-7 7',
  list: 'M8 6H21M8 12H21M8 18H21M3.5 6h.01M3.5 12h.01M3.5 18h.01',
  dots: 'M5 12h.01M12 12h.01M19 12h.01',
  skip: 'M5 5l10 7-10 7zM19 5v14',
  play: 'M7 4l13 8-13 8z',
  share: 'M12 15V3M7 8l5-5 5 5M5 13v7h14v-7',
  check: 'M4 12l5 6L20 6',
  home: 'M4 4H20V20H4ZM9 9H15V15H9Z',
} as const;

export type LineIconName = keyof typeof LINES;

/** Plain strokes for the chrome of the interface. Decorative. */
export function LineIcon({ name, className = '' }: { name: LineIconName; className?: string }) {
  return (
    <svg className={`i i-line ${className}`} viewBox="0 0 24 24" aria-hidden="true">
      <path d={LINES[name]} />
    </svg>
  );
}
