/** A key pair made for these tests alone, and what other programs sealed for it. */
#pragma once

namespace aex::crypto {

constexpr char kPrivatePem[] =
    "-----BEGIN RSA PRIVATE KEY-----\n"
    "MIIEowIBAAKCAQEA3r/DHOVW9OOTVuSG9nEuJTIB9EVu7Q24cH9IdpmfmL3ZH9cL\n"
    "IR16wFwKecN87nAzGRZqWhdkdRBsQv28KNPYpCANYoEWsrHHzFiKqxSSYCRGIi/9\n"
    "itcjYml6ot3KTmDnMh85SExVzin+LO2tqD1PmrhiETyJoYxoFrNIomkYpmtvIvNo\n"
    "PtOsIo2SYs6ZcL9eksLlwJDbrgQpgsvf3GVUlD1j4mhKtq3JbKxSPajVkRyENVBi\n"
    "llcYeW1kzIFLNBFKE78TLGJKKF2m6WKsfqvCCYAouGqVADgpKS433aB2l4E/ejEz\n"
    "BPTaAZJbekiq6OmyGXR1+/0LG00MThcrUl6exwIDAQABAoIBADEpkMYxZfJRwiS0\n"
    "9oaw7zbdZSoFIxjl5NXLefJXMK7VA/VvkHDEIWIQTm2WdF3p3JVGab2tmQnvUH2u\n"
    "o9c8/n0m591cUWaqL0dOKXjd5vqaNvJ3thVtK02eqycEHZET+SMKWim3U17XzNYc\n"
    "tS3DLm0fEeHtAxFpPFX6Ruc1m++qsBPQFNfC0Puic42V4PwWvixBk2nkbwZVRONt\n"
    "qqRXMkTscoa/7+CyzDvuLLue8MxeSrTAVWdNpzMS8s3ySlWZQa5VNbGlI99vrvmQ\n"
    "qKvYsuOkyRixWXr65Q+Ly3wALSdHsIpvzjlZkFNRMs+7LGOKDVF0xTAq6pWuZeqO\n"
    "722wSe0CgYEA+IUNApNpUbmQL8QhxC2Ih59BaZAdr90MTqRphtiIc9aO3+aI+va4\n"
    "uAcw5UyJWQnn4gCTNSQ5lwMXREQ+ZC0gYizT6gm/IbfUBUFoEVlQpSJzdNK5Z7FG\n"
    "WWrySyclwtif9BnUuSWPxw0KwNKX1lqI2a1uvYqu7ifSSJo98JSG7wMCgYEA5XQj\n"
    "Nx3Q1P/qOSkR3RzHI8fJPZ3kKzEuTzBIdByCxdrTyhxXQsiFMCS+HFHpvM27h8E8\n"
    "4x5UXLdU4akCv88nW/VYRX/t2GfWet2RUD7qM30V6Rls/9FAhBnKfpHd+qoPf+K4\n"
    "51XK70bxPoSTwiVdgwJDbHtSFPnnh2VJmzkHc+0CgYBNsgMMQBvYIgRy+oV3+KhL\n"
    "hj2EDDtLxPbZC0u2jbGzTWvjkgZXN5Uua4kc1t3FyXQGUxmyrn2Wua+ndxJubTFH\n"
    "oC4saBmqJ/eQIQ+xBNRSnD+uUUcHpQOSZv4TAs0qamEvhnfb3mNh3rDy8aPorutD\n"
    "6pXJijcAW9DBQ/+DXFwHEwKBgQDi7QQy62LwdRUBaRPIuUBdq6XkMXZKHT6uhJLz\n"
    "eor/AJd7CKJoYwYOAhiey4g9+L4h2cPM3t8SPyJMdylH56kGclPVkFr7Ll7Zbq3b\n"
    "Tg2z1F7KBSJesmV7AELbAIon8O6ZTPIPoDKuiFvot5emZ+veuGtUK3aXVjxcFJlC\n"
    "UZmEVQKBgGykvf+jb4ioNwHatvfz0OhSihEPUyBY/BKPwqEwVpKzI4Xar+Easif4\n"
    "85rJeSpyNRWs9+7X+705eg2SwuzTKvpbrsrQ/cIoQbIUPHB7brimcdiOXzmxmIWR\n"
    "TF8djhHGWPnZUolkFmoFc2HuZ/6rHmvIgC3Au4KHwhQhy6Hiqwd3\n"
    "-----END RSA PRIVATE KEY-----\n";

constexpr char kPublicPem[] =
    "-----BEGIN PUBLIC KEY-----\n"
    "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA3r/DHOVW9OOTVuSG9nEu\n"
    "JTIB9EVu7Q24cH9IdpmfmL3ZH9cLIR16wFwKecN87nAzGRZqWhdkdRBsQv28KNPY\n"
    "pCANYoEWsrHHzFiKqxSSYCRGIi/9itcjYml6ot3KTmDnMh85SExVzin+LO2tqD1P\n"
    "mrhiETyJoYxoFrNIomkYpmtvIvNoPtOsIo2SYs6ZcL9eksLlwJDbrgQpgsvf3GVU\n"
    "lD1j4mhKtq3JbKxSPajVkRyENVBillcYeW1kzIFLNBFKE78TLGJKKF2m6WKsfqvC\n"
    "CYAouGqVADgpKS433aB2l4E/ejEzBPTaAZJbekiq6OmyGXR1+/0LG00MThcrUl6e\n"
    "xwIDAQAB\n"
    "-----END PUBLIC KEY-----\n";

constexpr char kMessage[] = "0123456789abcdef0123456789abcdef";

/** A public key that is not RSA, and one of 1024 bits. */
constexpr char kCurvePem[] =
    "-----BEGIN PUBLIC KEY-----\n"
    "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE2hTmU/ypLWhQiK8+Zln6ukKVU6Uo\n"
    "sSp5uBQgp9V018qXzwExqDnmOAUfcurCxAXiAW7dCRdZq6t1vh6Hpuugtg==\n"
    "-----END PUBLIC KEY-----\n";

constexpr char kShortPem[] =
    "-----BEGIN PUBLIC KEY-----\n"
    "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQChHRvXIt5hAjBIpZN285t/pls3\n"
    "YxdP8UUUlvv3ITT6YwcgJ+v9AdgT3lYsM2ovHOYGFFEgzAG4Wy5ix8Ho5Me3ZYIz\n"
    "EC9eMofHfXrMalBtiZoKlRFVIUtwRn5mEUXghFwca8cG6475YjwQ1CSbY1Tm8s66\n"
    "nY7ltJv3sTy1nVkUCwIDAQAB\n"
    "-----END PUBLIC KEY-----\n";

/** kMessage, sealed by `openssl pkeyutl -encrypt` with SHA-256 for hash and MGF1. */
constexpr char kSealedByOpenssl[] =
    "31a6ceb2ebbac75d064d9e3bfcf595ed849393f83d49d9e19eb7e7ad082ccd3fcb139da6861335d969320b2cc7"
    "9847fb376389fb120b490a069e58df61a9edb64469db247defb2bdea722a96654da9b5a43bbd7b2ef1ad9821be"
    "2585e5567b24e01ebd0cf14990bb3775f724cc7847d2ed88b45b43b6ed6d47b20036a43a9b2586003605b8bc21"
    "73b4bcb3a836270314a1eb700bd27cdfe36849192e5a88f97bd171d74e241a6ee77fada7441f7e773df1d5ce79"
    "ad91348e6252bf7f6b2e04dea61c8ad0039e1b264787b1c6b4ba3ca746191baa89faabb749aed9ab7731c9ae8a"
    "f4c242d53fdaea682085a20af078426eaec07d23447d81fb5f5a102a24830f";

/** kMessage, sealed by the formulas of RFC 8017, section 7.1.1, with the seed 00 01 .. 1f. */
constexpr char kSealedWithCountingSeed[] =
    "14011fc9d929cec1b676e510062532331b3b5e5657850b1726d6bea6b92e99a6dfca78a2673fc569e7d9b6941e"
    "ca399f4ed8e45d56ffcd2289e62bef8251104f90415cb74fa072936a5d05331d4bcfce480dfed31655318fae70"
    "f57e304aa60afdb25382d6bbde035cd8c70b8d84cc5074b1dab158b0b8e938cc4c7262c34ac438c8656943d5af"
    "937bfefe3d2abcee1527b7eed4b70daa74280fc9a2239cb10957c8384405f880f40235f31b4c7c3876c2ec5999"
    "02b58dd6afb2b65d044c35e46656179320deced5e8be29102d772699eafef96b758db14533e30e2a983ca59a6a"
    "e9aeb61d61bbb3291570f2bdb37972299dae64ca5eb1224aa84bb6ebedf843";

}  // namespace aex::crypto
