//! Bytes in base64.

use clientgen_runtime::{Base64, Base64Url, Value, decode, encode};

fn read(text: &str) -> Option<Vec<u8>> {
    decode::<Base64>(format!("\"{text}\"").as_bytes()).ok().map(Base64::into_bytes)
}

// The vectors of RFC 4648, section 10.
#[test]
fn as_the_rfc_has_it() {
    let vectors = [
        ("", ""),
        ("f", "Zg=="),
        ("fo", "Zm8="),
        ("foo", "Zm9v"),
        ("foob", "Zm9vYg=="),
        ("foobar", "Zm9vYmFy"),
    ];
    for (plain, encoded) in vectors {
        let written = encode(Base64::from(plain.as_bytes()).view());
        assert_eq!(written, format!("\"{encoded}\"").as_bytes());
        assert_eq!(read(encoded).as_deref(), Some(plain.as_bytes()));
        let url = encode(Base64Url::from(plain.as_bytes()).view());
        assert_eq!(url, format!("\"{}\"", encoded.trim_end_matches('=')).as_bytes());
    }
    assert_eq!(encode(Base64Url::from(&[0xfb, 0xff]).view()), br#""-_8""#);
}

#[test]
fn all_bytes_survive() {
    for length in 0..70 {
        let bytes: Vec<u8> = (0..length).map(|index| (index * 37 + length) as u8).collect();
        let (plain, url) = (Base64::from(bytes.clone()), Base64Url::from(bytes.clone()));
        assert_eq!(decode::<Base64>(&encode(plain.view())).unwrap(), plain);
        assert_eq!(decode::<Base64Url>(&encode(url.view())).unwrap(), url);
        // Each reads what the other writes.
        assert_eq!(*decode::<Base64>(&encode(url.view())).unwrap(), *bytes);
        assert_eq!(*decode::<Base64Url>(&encode(plain.view())).unwrap(), *bytes);
    }
}

#[test]
fn careless_writers_are_understood_and_others_refused() {
    for careless in ["Zm9vYg", "Zm9vYg==", "Zm9v\\nYg==\\n", "Zm9v\\r\\nYg", "Zm9vYh=="] {
        assert_eq!(read(careless).as_deref(), Some(&b"foob"[..]), "{careless}");
    }
    for wrong in ["Z", "Zm9v!", "Zm=9v", "====", "ä"] {
        assert_eq!(read(wrong), None, "{wrong}");
    }
    let error = decode::<Base64>(br#""secret!""#).unwrap_err().to_string();
    assert!(error.contains("base64") && !error.contains("secret"), "{error}");
    assert!(decode::<Base64>(b"1").is_err());
}
