export { demoSources, type DemoEvent, type DemoSource } from './demo-event.ts';
export { featuredCustomer } from './featured-customer.ts';
export { generateDemo, maxDemoEvents } from './generate-demo.ts';
export { sendDemo, type SentDemo } from './send-demo.ts';
