import './styles/index.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/App.tsx';
import { reloadAfterUpdate } from './app/reloadAfterUpdate.ts';

const root = document.getElementById('root');
if (!root) throw new Error('The page has no place for the game');
reloadAfterUpdate(window, sessionStorage, Date.now, () => location.reload());
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
