// `npm start`: the service with all its parts in one process.
import { parts } from './parts.js';
import { serve } from './serve.js';

await serve(parts);
