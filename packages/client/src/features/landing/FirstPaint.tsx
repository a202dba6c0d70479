/**
 * What the front page shows before its code has arrived: written into landing.html by the build, replaced by the page itself. It has
 * the measures of the real one, so that nothing moves, and nothing in it can be pressed.
 */

interface Words {
  readonly brand: string;
  readonly loading: string;
  readonly titleLines: readonly string[];
}

/** The title of the front page, one line each, the last one warm. */
export function HeroTitle({ lines }: { lines: readonly string[] }) {
  const [first, second, third] = lines;
  return (
    <h1>
      {first}
      <br />
      {second}
      <br />
      <em>{third}</em>
    </h1>
  );
}

export function FirstPaint({ brand, loading, titleLines }: Words) {
  return (
    <div className="shell" aria-busy="true">
      <header className="top">
        <span className="brand keep">
          <svg className="i" aria-hidden="true" />
          <span>{brand}</span>
        </span>
      </header>
      <main>
        <div className="land-hero">
          <div className="map-place" />
          <div className="land-copy">
            <span className="tag warm">{loading}</span>
            <HeroTitle lines={titleLines} />
          </div>
        </div>
      </main>
    </div>
  );
}
