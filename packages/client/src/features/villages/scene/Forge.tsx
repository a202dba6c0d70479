import { noise } from '@cryptotribes/protocol/heraldry/noise';
import { Scaffold, SceneIcon } from './sceneParts.tsx';

const SPARKS_PER_LEVEL = 4;

interface ForgeProps {
  level: number;
  isRaising: boolean;
}

/** The workshop: a forge whose sparks grow with every level. */
export function Forge({ level, isRaising }: ForgeProps) {
  return (
    <>
      <ellipse cx="806" cy="362" rx="160" ry="16" fill="#0A1A22" opacity=".42" />
      <path d="M880 244V150H924V250Z" fill="url(#v-stone)" />
      <path d="M874 150H930V140H874Z" fill="#5F6D75" />
      <path d="M874 141Q902 126 930 141Z" fill="#F3FAFC" />
      <path d="M886 176H918M880 202H912M890 226H924" stroke="#3A464D" strokeWidth="2" />
      <g fill="#B9CBD3" opacity=".42">
        <circle cx="902" cy="120" r="13" />
        <circle cx="916" cy="98" r="17" />
        <circle cx="936" cy="72" r="22" />
        <circle cx="966" cy="44" r="27" />
      </g>
      <path d="M690 356V262H930V356Z" fill="url(#v-stone)" />
      <path
        d="M690 286H930M690 310H930M690 334H930M720 262V286M770 262V286M840 262V286M900 262V286M700 286V310M880 286V310M915 310V334M704 310V334M716 334V356M890 334V356"
        stroke="#37444B"
        strokeWidth="2"
        opacity=".8"
      />
      <path d="M660 282L756 180H904L962 282Z" fill="#2F221A" />
      <path
        d="M658 272L756 170Q830 162 904 170L964 272Q946 280 928 271Q908 279 886 270Q862 279 838 270Q814 279 790 270Q764 279 742 270Q718 279 700 271Q678 280 658 272Z"
        fill="url(#v-roof)"
      />
      <path
        d="M716 240Q820 226 930 240M740 206Q820 196 916 206"
        fill="none"
        stroke="#8FAEBC"
        strokeWidth="1.6"
        opacity=".6"
      />
      <path d="M738 356V308Q796 262 854 308V356Z" fill="#140C08" />
      <path d="M748 356V312Q796 274 844 312V356Z" fill="#3A1606" />
      <ellipse cx="796" cy="346" rx="40" ry="22" fill="#F4A340" opacity=".8" />
      <ellipse cx="796" cy="350" rx="24" ry="12" fill="#FFE3A8" />
      <path d="M748 356H844V352H748Z" fill="#140C08" />
      <SceneIcon name="anvil" x={776} y={314} size={41} colour="#0d0704" />
      {Array.from({ length: level * SPARKS_PER_LEVEL }, (_, i) => i).map((i) => (
        <circle
          key={i}
          cx={(770 + noise(20, i) * 56).toFixed(0)}
          cy={(268 + noise(21, i) * 66).toFixed(0)}
          r={(1 + noise(22, i) * 1.6).toFixed(1)}
          fill="#FFD58A"
        />
      ))}
      <circle cx="796" cy="336" r="112" fill="url(#v-glow)" opacity=".85" />
      <g transform="translate(690 332)" stroke="#2B1C11" strokeWidth="4" fill="none">
        <circle r="25" stroke="#5B3D22" strokeWidth="7" />
        <circle r="5" fill="#5B3D22" />
        <path d="M0 -25V25M-25 0H25M-18 -18L18 18M-18 18L18 -18" />
      </g>
      <circle cx="652" cy="384" r="96" fill="url(#v-glow)" />
      <SceneIcon name="campfire" x={630} y={352} size={45} colour="#FFB454" />
      {isRaising && <Scaffold x={940} top={196} />}
    </>
  );
}
