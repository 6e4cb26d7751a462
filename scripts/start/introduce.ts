import { connectCityNodes } from './connect-city-nodes.ts';
import type { Layout } from './processes.ts';

// A process of its own: what it loads would stay in the supervisor's memory for as long as that runs.
await connectCityNodes(JSON.parse(process.env.CITYPORT_LAYOUT ?? '') as Layout); // written by scripts/start/main.ts
