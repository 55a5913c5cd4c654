export { demoSources } from './demo-event.ts';
export { demoSegments } from './demo-segments.ts';
export { featuredCustomer } from './featured-customer.ts';
export { generateDemo } from './generate-demo.ts';
export { sendDemo } from './send-demo.ts';
