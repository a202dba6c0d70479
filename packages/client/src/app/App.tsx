import { Component, type ReactNode, Suspense } from 'react';
import { Route, Switch, useLocation } from 'wouter';
import { LandingPage } from '../features/landing/LandingPage.tsx';
import { NetProvider } from '../net/NetProvider.tsx';
import { shellText } from '../text/en/shell.ts';
import { Failure } from '../ui/Failure.tsx';
import { screen } from './pages.ts';
import { Shell } from './Shell.tsx';

/** Route → screen. More specific paths first. */
const ROUTES: readonly [path: string, screen: string][] = [
  ['/territories/:no?', 'territories/TerritoriesPage'],
  ['/village', 'villages/VillagePage'],
  ['/raids', 'raids/RaidsPage'],
  ['/tribe/:tribeId?', 'tribes/TribePage'],
  ['/battles', 'battles/BattlesPage'],
  ['/battles/:battleId', 'battles/BattlePage'],
  ['/ranks', 'ranks/RanksPage'],
  ['/player/:userId', 'ranks/PlayerPage'],
  ['/season', 'season/SeasonPage'],
  ['/welcome', 'onboarding/WelcomePage'],
  ['/enter', 'payments/EnterPage'],
  ['/terms', 'payments/TermsPage'],
  ['/fair', 'fair/FairPage'],
  ['/me', 'me/MePage'],
  ['/appeal', 'appeal/AppealPage'],
  ['/admin/:section?/:id?', 'admin/AdminPage'],
];

function PageLoading() {
  return (
    <main id="main" className="page" aria-busy="true">
      <p className="faint">{shellText.loading}</p>
    </main>
  );
}

/** A screen whose code did not arrive, or that broke: the frame stays, with a way to try again. */
class PageBoundary extends Component<{ children: ReactNode }, { failure: { error: unknown } | null }> {
  override state: { failure: { error: unknown } | null } = { failure: null };

  static getDerivedStateFromError(error: unknown) {
    return { failure: { error } };
  }

  override render() {
    const { failure } = this.state;
    if (!failure) return this.props.children;
    return (
      <main id="main" className="page">
        <Failure sentence={shellText.pageFailed} error={failure.error} onAgain={() => window.location.reload()} />
      </main>
    );
  }
}

const NotFoundPage = screen('notFound/NotFoundPage');

function Pages() {
  const [path] = useLocation();
  const section = path.split('/')[1] ?? '';
  return (
    <PageBoundary key={section}>
      <Suspense fallback={<PageLoading />}>
        <Switch>
          <Route path="/" component={LandingPage} />
          {ROUTES.map(([route, name]) => {
            const Page = screen(name);
            return Page ? (
              <Route key={route} path={route}>
                <Page />
              </Route>
            ) : null;
          })}
          {NotFoundPage && (
            <Route>
              <NotFoundPage />
            </Route>
          )}
        </Switch>
      </Suspense>
    </PageBoundary>
  );
}

export function App() {
  return (
    <NetProvider>
      <Shell>
        <Pages />
      </Shell>
    </NetProvider>
  );
}
