//! Where a tab comes out that was sent to sign in, and which console session it is then in.

use rolerelay::chain::route::Route;
use rolerelay::failure::FailureKind;
use rolerelay::walk::{Stay, arrived, is_session_limit, other_role, page_behind, session_label, sign_out_of, stays};

#[test]
fn a_tab_that_stays_on_a_sign_in_page_is_told_with_what_is_known_and_never_with_its_address() {
    let route = Route::new(&crate::world::chain_of(2)).unwrap();
    let token = "x".repeat(40);
    let said = |path: &str, stay: &Stay| {
        let failure = stays(&route, &format!("https://us-east-1.signin.aws.amazon.com{path}"), stay);
        assert_eq!(failure.kind, FailureKind::SignIn);
        assert_eq!(failure.evidence.host.as_deref(), Some("us-east-1.signin.aws.amazon.com"));
        assert!(failure.message.contains("role-2 in account 000000000002"), "{failure}");
        assert!(!format!("{failure:?}").contains(&token));
        failure.message
    };
    let federation = format!("/federation?Action=login&SigninToken={token}");
    let other = Stay { other: Some("111122223333".into()), ..Stay::default() };
    assert!(said("/sessions/limit", &other).contains("which is five"));
    assert!(said(&federation, &other).contains("signed in to account 111122223333"));
    let unknown = said(&federation, &Stay::default());
    assert!(unknown.contains("Most likely this browser is signed in to another account"), "{unknown}");
    assert!(unknown.contains("Else a policy of your organisation"), "{unknown}");
    // Another account is ruled out.
    let signed_out = said(&federation, &Stay { signed_out: true, ..other.clone() });
    assert!(signed_out.contains("Most likely a policy of your organisation"), "{signed_out}");
    assert!(!signed_out.contains("another account") && !signed_out.contains("111122223333"), "{signed_out}");
    // It was let in beside another before, so that is not the likeliest, and not ruled out.
    let several = said(&federation, &Stay { several: true, ..other });
    assert!(
        several.contains("Several sessions were turned on") && several.contains("account 111122223333"),
        "{several}"
    );
    assert!(several.contains("a policy of your organisation") && !several.contains("is signed in to"), "{several}");
    assert!(said(&federation, &Stay { several: true, ..Stay::default() }).contains("the other account"));
    assert_eq!(stays(&route, "no address", &Stay::default()).evidence.host, None);
}

#[test]
fn a_session_of_several_is_signed_out_on_the_host_of_its_region_and_no_other_page_is_one() {
    let signs_out = |page: &str| sign_out_of(&format!("https://{page}"));
    let logout = |host: &str| Some(format!("https://{host}/sessions/000000000002-ab12cd34/v1/logout"));
    let label = "000000000002-ab12cd34";
    for (console, host) in [
        ("eu-west-1.console.aws.amazon.com/s3?x#y", "eu-west-1.signin.aws.amazon.com"),
        ("console.aws.amazon.com", "us-east-1.signin.aws.amazon.com"),
        ("us-gov-east-1.console.amazonaws-us-gov.com/", "us-gov-east-1.signin.amazonaws-us-gov.com"),
    ] {
        assert_eq!(signs_out(&format!("{label}.{console}")), logout(host), "{console}");
        assert_eq!(signs_out(console), None, "{console}");
    }
    for page in
        ["console.aws.amazon.com.evil.example/", "console.aws.amazon.com:8443/", "evil.example/console.aws.amazon.com"]
    {
        assert_eq!(signs_out(&format!("{label}.{page}")), None, "{page}");
    }
    assert_eq!(sign_out_of(&format!("http://{label}.console.aws.amazon.com/")), None);
    assert_eq!(signs_out("me.console.aws.amazon.com/"), None);
    assert!(is_session_limit("https://us-east-1.signin.aws.amazon.com/sessions/limit?x"));
    assert!(!is_session_limit("https://us-east-1.signin.aws.amazon.com/federation#/sessions/limit"));
}

#[test]
fn a_tab_has_arrived_on_the_partition_s_console_and_not_in_another_account_s_session() {
    let route = Route::new(&crate::world::chain_of(2)).unwrap();
    for page in [
        "https://console.aws.amazon.com/console/home?region=eu-west-1",
        "https://eu-west-1.console.aws.amazon.com/s3/buckets#x",
        "https://000000000002-ab12cd34.eu-west-1.console.aws.amazon.com/",
        &format!("https://console.aws.amazon.com/a\\b?{}#{}", "x".repeat(3000), "y".repeat(3000)),
    ] {
        assert_eq!(arrived(&route, page), Ok(true), "{page}");
    }
    for page in
        ["https://sso.example.com/", "https://console.amazonaws.cn/", "https://console.aws.amazon.com.evil/", ""]
    {
        assert_eq!(arrived(&route, page), Ok(false), "{page}");
    }
    let other = arrived(&route, "https://111122223333-ab12cd34.eu-west-1.console.aws.amazon.com/s3?x#y").unwrap_err();
    assert_eq!(other.kind, FailureKind::SignIn);
    assert!(other.message.contains("account 111122223333 in the place of 000000000002"), "{other}");
}

#[test]
fn a_sign_in_page_leads_back_to_the_page_of_before_with_its_fragment() {
    let behind = |query: &str| page_behind(&format!("https://signin.aws.amazon.com/signin?{query}"));
    let page = "https://us-east-1.console.aws.amazon.com/iamv2/home?region=us-east-1";
    for (query, expected) in [
        // As people quoted it.
        (
            "redirect_uri=https%3A%2F%2Fus-east-1.console.aws.amazon.com%2Fiamv2%2Fhome%3Fregion%3Dus-east-1%26state%3DhashArgs%2523%252Fpolicies%252Fa%25253Ab%26isauthcode%3Dtrue&client_id=x",
            format!("{page}#/policies/a%3Ab"),
        ),
        (
            "client_id=x&redirect_uri=https%3A%2F%2Fus-east-1.console.aws.amazon.com%2Fiamv2%2Fhome%3Fregion%3Dus-east-1%26state%3DhashArgs%2523%26isauthcode%3Dtrue",
            page.into(),
        ),
        // A browser keeps the fragment through a redirect.
        (
            "redirect_uri=https%3A%2F%2Fus-east-1.console.aws.amazon.com%2Fiamv2%2Fhome%3Fregion%3Dus-east-1%26state%3DhashArgs%2523%26isauthcode%3Dtrue#/roles",
            format!("{page}#/roles"),
        ),
        (
            "redirect_uri=https%3A%2F%2Fconsole.aws.amazon.com%2Fs3%3Fstate%3Dmine",
            "https://console.aws.amazon.com/s3?state=mine".into(),
        ),
    ] {
        assert_eq!(behind(query), Some(expected), "{query}");
    }
    for query in ["", "redirect_uri=", "redirect_uri=/s3", "other=https%3A%2F%2Fconsole.aws.amazon.com"] {
        assert_eq!(behind(query), None, "{query}");
    }
    assert_eq!(page_behind("no address"), None);
}

#[test]
fn another_role_than_the_chain_s_is_told_with_both() {
    let route = Route::new(&crate::world::chain_of(2)).unwrap();
    let failure = other_role(&route, "user alice");
    assert_eq!(failure.kind, FailureKind::SignIn);
    assert!(failure.message.contains("of 000000000002 as user alice in the place of role-2"), "{failure}");
    let page = "https://000000000002-ab12cd34.eu-west-1.console.aws.amazon.com/s3";
    assert_eq!(session_label(page).as_deref(), Some("000000000002-ab12cd34"));
    assert_eq!(session_label("https://console.aws.amazon.com/"), None);
}
