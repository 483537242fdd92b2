//! That ids are derived and keys hashed when somebody looks at them cannot be noticed: a life whose ids
//! are never looked at has the decisions, and in the end the state, of one whose ids are all read from
//! text.

use crate::course::{corrected_life, journal};
use crate::generate::host::{compiled, customer};
use crate::generate::plan::plan;
use crate::promises;
use edgewise::json;
use edgewise::state::State;
use edgewise::transition::Course;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use std::cell::Cell;

#[test]
fn ids_that_nobody_looked_at_are_those_that_were_stored() {
    let (compared, underived) = (Cell::new(0_usize), Cell::new(0_usize));
    let unhashed = Cell::new(0_usize);
    let config = ProptestConfig {
        cases: promises::cases(1_000),
        source_file: Some(file!()),
        ..ProptestConfig::default()
    };
    let lives = (plan(), corrected_life());
    let outcome = TestRunner::new(config).run(&lives, |(config, events)| {
        let plan = compiled(&config);
        let mut kept = Course::new(&plan, State::new(customer()));
        let mut stored = json::to_string(kept.state());
        let (mut of_kept, mut of_stored) = (Vec::new(), Vec::new());
        for (now, input) in &journal(&plan, &events).journal {
            of_kept.push(kept.decide(input.clone(), *now));
            let told = json::from_str(&json::to_string(input)).unwrap();
            let mut read = Course::new(&plan, json::from_str(&stored).unwrap());
            of_stored.push(read.decide(told, *now));
            stored = json::to_string(read.state());
        }
        // Before the comparison, which looks at all of them.
        let decided = of_kept.iter();
        let effects = decided.flat_map(|decided| &decided.effects);
        let ids =
            effects.flat_map(|effect| [effect.id.is_underived(), effect.enrollment.is_underived()]);
        for is_underived in ids {
            compared.set(compared.get() + 1);
            underived.set(underived.get() + usize::from(is_underived));
        }
        let remembered = kept.state().entries.by_workflow.values().flatten();
        let keys = remembered.flat_map(|considered| &considered.keys);
        unhashed.set(unhashed.get() + keys.filter(|key| key.is_unhashed()).count());
        prop_assert_eq!(of_kept, of_stored);
        prop_assert_eq!(json::to_string(kept.state()), stored);
        Ok(())
    });
    outcome.unwrap();
    let (underived, compared) = (underived.get(), compared.get());
    println!("of {compared} ids nobody had looked at {underived}");
    println!(
        "keys that were remembered and never hashed: {}",
        unhashed.get()
    );
    assert!(unhashed.get() > 0);
    assert!(0 < underived && underived < compared);
}
