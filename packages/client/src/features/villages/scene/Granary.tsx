import { Planks, Scaffold } from './sceneParts.tsx';

/** Where crates stand, in the order in which the levels bring them: beside the posts, then stacked on top. */
function cratePlace(index: number): { x: number; y: number } {
  const x = 428 + ([0, 30, 128, 158][index % 4] ?? 0);
  const isLeft = index % 4 < 2;
  return { x, y: (isLeft ? 344 : 348) - Math.floor(index / 4) * 26 };
}

interface GranaryProps {
  level: number;
  isRaising: boolean;
}

/** The warehouse: a granary on posts with one crate for every level. */
export function Granary({ level, isRaising }: GranaryProps) {
  return (
    <>
      <ellipse cx="514" cy="362" rx="128" ry="14" fill="#0A1A22" opacity=".42" />
      {[434, 474, 544, 584].map((x) => (
        <path key={x} d={`M${x} 326H${x + 10}L${x + 13} 360H${x - 3}Z`} fill="#33251C" />
      ))}
      <path d="M424 330V246H604V330Z" fill="url(#v-wood)" />
      <Planks from={424} to={604} top={246} bottom={330} count={13} />
      <path d="M424 288H604" stroke="#2B1C11" strokeWidth="5" />
      <path d="M420 330H608V338H420Z" fill="#2B1C11" />
      <path d="M424 262L514 172L604 262Z" fill="#4F351F" />
      <path d="M452 236H576M438 250H590" stroke="#00000040" strokeWidth="1.6" />
      <path d="M398 256L514 150L630 256L612 262L514 176L416 262Z" fill="#2F221A" />
      <path d="M394 258L514 143L634 258Q622 262 612 254L514 166L416 254Q406 262 394 258Z" fill="url(#v-roof)" />
      <path d="M424 264L514 182L604 264V254L514 172L424 254Z" fill="#120b06" opacity=".55" />
      <path d="M490 288V234H538V288Z" fill="#22150c" />
      <path d="M494 288V238H534V288Z" fill="url(#v-door)" opacity=".9" />
      <path d="M514 238V288M494 262H534" stroke="#4A301D" strokeWidth="3" />
      {Array.from({ length: level }, (_, i) => cratePlace(i)).map(({ x, y }) => (
        <g key={`${x}-${y}`} transform={`translate(${x} ${y})`}>
          <path d="M0 0H27V24H0Z" fill="#8A6237" stroke="#2B1C11" strokeWidth="2" />
          <path d="M0 0L27 24M27 0L0 24" stroke="#2B1C11" strokeWidth="2" />
          <path d="M-1 -3H28V1H-1Z" fill="#EAF4F8" />
        </g>
      ))}
      {isRaising && <Scaffold x={616} top={196} />}
    </>
  );
}
