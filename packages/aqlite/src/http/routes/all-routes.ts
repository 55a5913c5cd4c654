import type { Route } from '../router.ts';
import { administrationRoutes } from './administration.ts';
import { collectionRoutes } from './collections.ts';
import { databaseRoutes } from './databases.ts';
import { documentRoutes } from './documents.ts';
import { edgeRoutes } from './edges.ts';
import { graphDocumentRoutes } from './graph-documents.ts';
import { graphRoutes } from './graphs.ts';
import { importRoutes } from './import.ts';
import { indexRoutes } from './indexes.ts';
import { queryRoutes } from './queries.ts';
import { transactionRoutes } from './transactions.ts';
import { viewRoutes } from './views.ts';

export const allRoutes: readonly Route[] = [
  ...documentRoutes,
  ...queryRoutes,
  ...importRoutes,
  ...edgeRoutes,
  ...transactionRoutes,
  ...collectionRoutes,
  ...indexRoutes,
  ...graphRoutes,
  ...graphDocumentRoutes,
  ...viewRoutes,
  ...databaseRoutes,
  ...administrationRoutes,
];
