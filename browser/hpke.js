// All that the reporting form uses of @hpke: one suite, the same as vault/sealing.py.
export { Aes256Gcm, CipherSuite, HkdfSha256 } from "@hpke/core";
export { XWing } from "@hpke/hybridkem-x-wing";
