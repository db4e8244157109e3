export const layers: Readonly<Record<string, { layers: string[]; packages: string[]; node: boolean }>>;
export const rightPlace: Readonly<Record<string, string>>;
