import './style-nonce.ts';
import 'graphiql/setup-workers/vite';
import 'graphiql/style.css';
import './playground.css';
import { createRoot } from 'react-dom/client';
import { readConfig } from './config.ts';
import { Playground } from './playground.tsx';
import { finishSignIn } from './sign-in.ts';

const root = document.querySelector('#playground');
if (!root) throw new Error('The page has no place for the playground.');
try {
  const config = readConfig();
  const token = await finishSignIn(config.oidc);
  const headers =
    token === null ? config.headers : JSON.stringify({ authorization: `Bearer ${token}` }, null, 2);
  createRoot(root).render(<Playground config={config} headers={headers} />);
} catch (error) {
  root.textContent = `The playground could not start: ${String(error)}`;
}
