/** Whether a statement may write. Rather once too often: then a standby is not read for some milliseconds. */
export function mayWrite(text: string): boolean {
  return /\b(insert|update|delete|truncate|merge|create|alter|drop|call|do)\b/i.test(text);
}
