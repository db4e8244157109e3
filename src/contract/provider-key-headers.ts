/**
 * How a provider's key is sent: Azure's own hosts read `api-key`, everybody else a bearer token; and what a refusal says of it.
 *
 * Path: agent (stages, Realtime) and adapters/provider-probe -> here. Pure. Always: no key, no header.
 * Source: Azure's v1 API reference; the pinned `openai` package (realtime/ws, azure).
 */

const azureHosts = ['.openai.azure.com', '.cognitiveservices.azure.com', '.services.ai.azure.com'];

/** Whether this address is one of Azure's own. False for what is no address. */
export function isAzureAddress(baseUrl: string): boolean {
  const host = URL.canParse(baseUrl) ? new URL(baseUrl).hostname : '';
  return azureHosts.some((suffix) => host.endsWith(suffix));
}

/** The headers that carry the key to this address. */
export function keyHeaders(baseUrl: string, apiKey: string): Record<string, string> {
  if (apiKey === '') return {};
  return isAzureAddress(baseUrl) ? { 'api-key': apiKey } : { authorization: `Bearer ${apiKey}` };
}

/** Whether a refusal says that the key is right and restricted: OpenAI answers it with 401 and no code, as it does a wrong one. */
export const tellsOfScopes = (message: string): boolean => /\bmissing scopes?\b/i.test(message);
