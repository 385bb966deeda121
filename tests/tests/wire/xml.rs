//! Bodies that are XML.

use clientgen_runtime::{Bytes, Date, Error, RawResponse, Request, http};
use tests::xml::Client;
use tests::xml::models::{Fault, Html, Note, Owner, Pet, PetKind};
use tests::xml_unions;
use tests::xml_unions::models::{Circle, Dot, Light, LightLamps, LightSun, Line, Mark, Scene, Shape, Square};

use crate::service::{always, header, service};

fn answering(status: u16, media_type: &'static str, text: &'static str) -> Client {
    let answer = move |_: &Request, _: usize| -> RawResponse {
        let response = http::Response::builder().status(status).header("content-type", media_type);
        response.body(Bytes::from_static(text.as_bytes())).unwrap()
    };
    service(Client::builder(), answer).0
}

const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";

fn written(request: &Request) -> &str {
    std::str::from_utf8(request.body()).unwrap().strip_prefix(DECLARATION).unwrap()
}

fn pet() -> Pet {
    Pet::new(7, "Rex & <Söhne>")
        .born(Date::from("2020-02-29"))
        .kind(PetKind::Dog)
        .weight(1.5)
        .tame(true)
        .tags(["a".to_owned(), "b".to_owned()])
        .colors(["red".to_owned(), "blue".to_owned()])
        .friends([Pet::new(8, "Tom")])
        .owner(Owner::default().since(2001).name("Zoë"))
        .marks([("m".to_owned(), 3)].into())
}

const PET: &str = "<pet id=\"7\"><name>Rex &amp; &lt;Söhne&gt;</name><born>2020-02-29</born><Kind>dog</Kind>\
                   <weight>1.5</weight><tame>true</tame><Tags><tag>a</tag><tag>b</tag></Tags>\
                   <color>red</color><color>blue</color>\
                   <friends><pet id=\"8\"><name>Tom</name></pet></friends>\
                   <owner since=\"2001\">Zoë</owner><marks><m>3</m></marks></pet>";

#[test]
fn models_are_written_as_their_schemas_say() {
    let client = always(Client::builder(), "").0;
    let request = client.pets().put_xml(pet()).to_request().unwrap();
    assert_eq!(header(&request, "content-type"), Some("application/xml"));
    assert_eq!(header(&request, "accept"), Some("application/xml"));
    assert_eq!(written(&request), PET);
    let request = client.pets().put(pet()).to_request().unwrap();
    assert_eq!(header(&request, "content-type"), Some("application/json"));
    let request = client.pets().replace([Pet::new(1, "a"), Pet::new(2, "b")]).to_request().unwrap();
    assert_eq!(
        written(&request),
        "<Pets><pet id=\"1\"><name>a</name></pet><pet id=\"2\"><name>b</name></pet></Pets>"
    );
    assert!(client.notes().add().to_request().unwrap().body().is_empty());
}

#[test]
fn what_is_written_is_read() {
    let request = always(Client::builder(), "").0.pets().put_xml(pet()).to_request().unwrap();
    let text = std::str::from_utf8(request.body()).unwrap().to_owned();
    let client = answering(200, "application/xml; charset=utf-8", text.leak());
    assert_eq!(client.pets().put(pet()).send().wait().unwrap(), pet());
}

#[test]
fn documents_of_others_are_read() {
    let text = "\u{feff}<?xml version='1.0'?>\n<!-- pets -->\n<Pets xmlns:x='urn:x'>\n  <x:pet id = '1' other=\"o\">\n    \
                <name><![CDATA[a<b]]>&#33;</name>\n    <weight> 2 </weight>\n    <color/>\n    <unknown><a>1</a></unknown>\n  </x:pet>\n</Pets>\n";
    let pets = answering(200, "text/xml", text).pets().list().send().wait().unwrap();
    assert_eq!((pets.len(), pets[0].id, &*pets[0].name, pets[0].weight), (1, 1, "a<b!", Some(2.0)));
    assert_eq!(pets[0].colors.as_deref(), Some(&[String::new()][..]));
    assert_eq!(pets[0].additional_properties["unknown"]["a"], "1");
}

#[test]
fn namespaces_are_declared_once() {
    let note = Note::new("T").language("de").html(Html::default().text("<b>]]></b>"));
    let client = answering(200, "application/atom+xml", "<note><n:title xmlns:n='urn:n'>T</n:title></note>");
    let request = client.notes().add().body(note).to_request().unwrap();
    assert_eq!(header(&request, "content-type"), Some("text/xml"));
    assert_eq!(
        written(&request),
        "<note xmlns=\"https://example.com/ns\" xml:lang=\"de\"><n:title xmlns:n=\"https://notes.example\">T</n:title>\
         <html><![CDATA[<b>]]]]><![CDATA[></b>]]></html></note>"
    );
    assert_eq!(client.notes().add().send().wait().unwrap(), Note::new("T"));
}

#[test]
fn what_is_wrong_is_said_with_its_place() {
    let missing = "<Pets><pet id='1'><name>a</name></pet><pet id='x'><name>b</name></pet></Pets>";
    let error = answering(200, "application/xml", missing).pets().list().send().wait().unwrap_err();
    assert!(matches!(error, Error::Decode(_)), "{error:?}");
    assert!(error.to_string().contains("[1].id: "), "{error}");
    for text in ["<Pets><pet id='1'/></Pets>", "<Pets>", "<a/><b/>", "text", "<Pets>&own;</Pets>"] {
        let error = answering(200, "application/xml", text).pets().list().send().wait().unwrap_err();
        assert!(matches!(error, Error::Decode(_)), "{text}: {error:?}");
    }
    let deep = "<a>".repeat(100_000) + &"</a>".repeat(100_000);
    let error = answering(200, "application/xml", deep.leak()).pets().list().send().wait().unwrap_err();
    assert!(error.to_string().contains("too deep"), "{error}");
}

/// A client of the case with unions, which gets back what it is told.
fn unions(text: &'static str) -> xml_unions::Client {
    let answer = move |_: &Request, _: usize| -> RawResponse {
        let response = http::Response::builder().status(200).header("content-type", "application/xml");
        response.body(Bytes::from_static(text.as_bytes())).unwrap()
    };
    service(xml_unions::Client::builder(), answer).0
}

#[test]
fn unions_say_which_variant_they_are() {
    let shapes = [Shape::from(Circle::new(1.5)), Shape::from(Square::new("Square", 2.0))];
    let sent = [
        "<Shape><kind>Circle</kind><radius>1.5</radius></Shape>",
        "<Shape kind=\"Square\"><Side>2</Side></Shape>",
    ];
    for (shape, expected) in shapes.into_iter().zip(sent) {
        let request = unions("").shapes().put(shape.clone()).to_request().unwrap();
        assert_eq!(written(&request), expected);
        assert_eq!(unions(expected).shapes().put(shape.clone()).send().wait().unwrap(), shape);
    }
}

#[test]
fn what_tells_variants_apart_is_written_as_it_came() {
    for text in [
        "<Mark><type>Line</type><x>1</x></Mark>",
        "<Mark length=\"2\" type=\"Line\"><x>1</x></Mark>",
        "<Mark><type>Spot</type><x>1</x></Mark>",
        "<Mark type=\"Spot\"><x>1</x></Mark>",
        "<Mark colour=\"red\"><x>1</x><y>2</y></Mark>",
    ] {
        let mark = unions(text).marks().put(Dot::default()).send().wait().unwrap();
        assert_eq!(matches!(mark, Mark::Line(_)), text.contains("Line"), "{text}");
        let request = unions("").marks().put(mark.clone()).to_request().unwrap();
        assert_eq!(written(&request), text, "{mark:?}");
    }
    // What is made by hand has the tag in front, unless it is what all others are.
    let request = |mark: Mark| unions("").marks().put(mark).to_request().unwrap();
    assert_eq!(written(&request(Line::default().x(1).into())), "<Mark><type>Line</type><x>1</x></Mark>");
    assert_eq!(written(&request(Dot::default().x(1).into())), "<Mark><x>1</x></Mark>");
}

#[test]
fn unions_without_a_tag_are_told_by_what_is_in_them() {
    let scene = |light: Light| {
        Scene::default().shapes([Square::new("Square", 2.0).into(), Circle::new(1.0).into()]).light(light)
    };
    let shapes = "<Shapes><Shape kind=\"Square\"><Side>2</Side></Shape>\
                  <Shape><kind>Circle</kind><radius>1</radius></Shape></Shapes>";
    let lights = [
        (Light::from(LightSun::new(3.0)), "<light height=\"3\"/>"),
        (
            Light::from(LightLamps::new(["a".to_owned(), "b".to_owned()])),
            "<light><lamp>a</lamp><lamp>b</lamp></light>",
        ),
        (
            Light::from(LightLamps::new(["a".to_owned()]).height(1.0)),
            "<light height=\"1\"><lamp>a</lamp></light>",
        ),
        (Light::from("red".to_owned()), "<light>red</light>"),
    ];
    for (light, expected) in lights {
        let expected: &'static str = format!("<Scene>{shapes}{expected}</Scene>").leak();
        let request = unions("").scenes().put(scene(light.clone())).to_request().unwrap();
        assert_eq!(written(&request), expected);
        assert_eq!(unions(expected).scenes().put(scene(light.clone())).send().wait().unwrap(), scene(light));
    }
}

#[test]
fn what_fits_no_variant_is_kept() {
    let scene =
        "<Scene><light x=\"1\"><moon/></light><Shapes><Shape><kind>Line</kind></Shape></Shapes></Scene>";
    let scene = unions(scene).scenes().put(Scene::default()).send().wait().unwrap();
    assert!(matches!(scene.light, Some(Light::Unrecognized(_))), "{:?}", scene.light);
    assert!(matches!(&scene.shapes.unwrap()[..], [Shape::Unrecognized(_)]));
}

#[test]
fn failures_are_xml_too() {
    let client = answering(409, "application/xml", "<Fault><Code>taken</Code></Fault>");
    let error = client.pets().list().send().wait().unwrap_err();
    assert_eq!(error.fault::<Fault>().unwrap().code, "taken");
}

/// Reads an answer as each example of the specification shows it, and sends what was read.
macro_rules! there_and_back {
    ($($method:ident $(: $ty:ty)? = $text:literal)*) => {
        $(
            let text: &'static str = $text;
            let answer = move |_: &Request, _: usize| -> RawResponse {
                let response = http::Response::builder().status(200).header("content-type", "application/xml");
                response.body(Bytes::from_static(text.as_bytes())).unwrap()
            };
            let calls = service(tests::xml_forms::Client::builder(), answer).0.forms();
            let blank $(: $ty)? = clientgen_runtime::Value::blank();
            let read = calls.$method(blank).send().wait().unwrap_or_else(|error| panic!("{text}: {error}"));
            let request = calls.$method(read.clone()).to_request().unwrap();
            assert_eq!(written(&request), text, "{read:?}");
        )*
    };
}

#[test]
fn the_examples_of_the_specification_are_read_and_written() {
    there_and_back! {
        no_object = "<document><animals>dog, cat, hamster</animals></document>"
        list = "<document><animals>dog</animals><animals>cat</animals></document>"
        renamed = "<document><animal>dog</animal></document>"
        items_renamed = "<document><animal>dog</animal><animal>cat</animal></document>"
        outer_ignored = "<document><animal>dog</animal><animal>cat</animal></document>"
        outer_alone_ignored = "<document><animals>dog</animals><animals>cat</animals></document>"
        wrapped = "<document><animals><animals>dog</animals><animals>cat</animals></animals></document>"
        wrapped_items = "<document><animals><animal>dog</animal><animal>cat</animal></animals></document>"
        wrapped_both = "<document><aliens><animal>dog</animal><animal>cat</animal></aliens></document>"
        wrapped_outer = "<document><aliens><aliens>dog</aliens><aliens>cat</aliens></aliens></document>"
        person = "<Person id=\"123\"><sample:name xmlns:sample=\"https://example.com/schema/sample\">example</sample:name></Person>"
        animals: Vec<tests::xml_forms::models::AnimalsItem> = "<animals><animal kind=\"Cat\">Fluffy</animal><animal kind=\"Dog\">Fido</animal></animals>"
        documentation = "<Documentation><![CDATA[<html><body></body><html>]]></Documentation>"
        stored = "<StoredDocument><![CDATA[<html><body></body><html>]]></StoredDocument>"
        onetwothree = "<OneTwoThree><One>Some text</One><Two unit=\"cubits\">42</Two><Three xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:nil=\"true\"/></OneTwoThree>"
        onetwothree = "<OneTwoThree><One>Some text</One><Two unit=\"cubits\">42</Two><Three>true</Three></OneTwoThree>"
        report = "<Report>Some preamble text.<data>42</data>Some postamble text.</Report>"
        report = "<Report><data>42</data></Report>"
        product = "<product><description>Thing</description><related xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:nil=\"true\"/></product>"
        product = "<product count=\"42\"><description>Thing</description><related/></product>"
    }
}

#[test]
fn what_has_no_element_stands_in_the_one_around_it() {
    there_and_back! {
        envelope = "<Envelope country=\"NO\"><street>S 1</street><city>Oslo</city><from>Ann</from><width>1</width><height>2</height><stamp>x</stamp><more>y</more></Envelope>"
        envelope = "<Envelope><stamp>x</stamp></Envelope>"
        pairs = "<Pairs><pair>a</pair><pair>1</pair><pair>true</pair><held><held>b</held><held>2</held></held></Pairs>"
        pairs = "<Pairs><held/></Pairs>"
    }
}
