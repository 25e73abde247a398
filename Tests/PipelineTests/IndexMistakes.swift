import TestSupport

extension Mistake {
    /// Mistakes in indices: domains, weights, shares.
    static let indexMistakes: [Mistake] = [
        Mistake(
            "No domains", SmallPipeline()
                .replacing("domains:", with: "domain:"),
            schema: .refuses,
            "64:3: index `small` lacks `domains`. Declare at least one domain with its metrics.",
            "66:5: `domain` is not a key of index `small`. Did you mean `domains`? It takes domains, lowest, missing, rounding, shares, span, title, weights."),
        Mistake(
            "A metric that is not declared", SmallPipeline()
                .replacing("metrics: [absence, suspension]", with: "metrics: [absence, suspensoin]"),
            schema: .accepts,
            "73:28: domain `climate`: there is no metric `suspensoin`. Did you mean `suspension`?"),
        Mistake(
            "A metric in two domains", SmallPipeline()
                .replacing("metrics: [absence, suspension]", with: "metrics: [absence]")
                .replacing("weight: 100", with: "weight: 60")
                .adding("  other: {title: Other, weight: 40, rule: Rest., source: none, basis: assumed, metrics: [suspension, absence]}", below: "domains:"),
            schema: .accepts,
            "74:19: metric `absence` is in domain `other` and in domain `climate`. A metric belongs to one domain."),
        Mistake(
            "A metric twice in a domain", SmallPipeline()
                .replacing("metrics: [absence, suspension]", with: "metrics: [absence, suspension, absence]"),
            schema: .refuses,
            "73:40: metric `absence` stands twice in domain `climate`. Keep one."),
        Mistake(
            "Domains that do not add up to 100", SmallPipeline()
                .replacing("weight: 100", with: "weight: 90"),
            schema: .accepts,
            "66:5: the weights of the domains add up to 90. They must add up to 100."),
        Mistake(
            "A domain without weight", SmallPipeline()
                .replacing("weight: 100", with: "weight: 0"),
            schema: .refuses,
            "66:5: the weights of the domains add up to 0. They must add up to 100.",
            "69:17: the weight of domain `climate` is not above 0. Give it a part of 100, or take the domain out."),
        Mistake(
            "Weights that do not add up to their domain", SmallPipeline()
                .replacing("middle: {absence: 50, suspension: 50}", with: "middle: {absence: 50, suspension: 40}"),
            schema: .accepts,
            "80:9: the weights from 2014-15 for middle give domain `climate` 90, but it counts 100. Change the weights of absence, suspension, or the domain's weight."),
        Mistake(
            "A negative weight", SmallPipeline()
                .replacing("middle: {absence: 50, suspension: 50}", with: "middle: {absence: 150, suspension: -50}"),
            schema: .refuses,
            "80:44: the weights from 2014-15 for middle give metric `suspension` less than 0. Write 0 or more."),
        Mistake(
            "A weight that is no number", SmallPipeline()
                .replacing("middle: {absence: 50, suspension: 50}", with: "middle: {absence: half, suspension: 50}"),
            schema: .refuses,
            "80:27: `absence` of the weights from 2014-15 for middle is `half`. Write a number, such as 15, 7.5 or 40/3."),
        Mistake(
            "A weight for an unknown metric", SmallPipeline()
                .replacing("middle: {absence: 50, suspension: 50}", with: "middle: {absence: 50, suspenson: 50}"),
            schema: .accepts,
            "80:31: the weights from 2014-15 for middle: there is no metric `suspenson`. Did you mean `suspension`?"),
        Mistake(
            "Weights for an unknown level", SmallPipeline()
                .replacing("middle: {absence: 50, suspension: 50}", with: "midle: {absence: 50, suspension: 50}"),
            schema: .accepts,
            "78:7: the weights from 2014-15 lack school level `middle`. Give its metrics' weights.",
            "80:9: the weights from 2014-15: there is no school level `midle`. Did you mean `middle`?"),
        Mistake(
            "Weights without a level", SmallPipeline()
                .replacing("middle: {absence: 50, suspension: 50}", with: ""),
            schema: .accepts,
            "78:7: the weights from 2014-15 lack school level `middle`. Give its metrics' weights."),
        Mistake(
            "Weights without a year", SmallPipeline()
                .replacing("2014-15:", with: "")
                .replacing("elementary: {absence: 50, suspension: 50}", with: "")
                .replacing("middle: {absence: 50, suspension: 50}", with: "")
                .replacing("high: {absence: 50, suspension: 50}", with: ""),
            schema: .refuses,
            "74:5: `weights` of index `small` name no year. Write the first year for which they hold, such as `2016-17:`."),
        Mistake(
            "A year written otherwise", SmallPipeline()
                .replacing("2014-15:", with: "14-15:"),
            schema: .accepts,
            "78:7: the year `14-15` is not written like `2016-17` on line 3. Write all years alike; they are compared as texts."),
        Mistake(
            "A weight where the metric does not apply", SmallPipeline()
                .adding("school_levels: [middle, high]", below: "met: removals.count >= 1"),
            schema: .accepts,
            "80:35: the weights from 2014-15 for elementary count metric `suspension`, which is only for middle, high. Give its weight to other metrics, or add elementary to its `school_levels`."),
        Mistake(
            "A metric that is not computed for all students", SmallPipeline()
                .adding("groups: [white]", below: "met: removals.count >= 1"),
            schema: .accepts,
            "55:3: index `small` counts metric `suspension`, whose `groups` leave out `all`: it would have no level. Add all to its `groups`."),
        Mistake(
            "No shares", SmallPipeline()
                .replacing("shares:", with: "share:"),
            schema: .refuses,
            "64:3: index `small` lacks `shares`. Say how points are divided between all students and groups.",
            "82:5: `share` is not a key of index `small`. Did you mean `shares`? It takes domains, lowest, missing, rounding, shares, span, title, weights."),
        Mistake(
            "An unknown policy", SmallPipeline()
                .replacing("policy: half_half", with: "policy: half"),
            schema: .refuses,
            "86:15: `policy` of the shares of index `small` is `half`. It must be one of half_half, equal_shares."),
        Mistake(
            "An unknown scored group", SmallPipeline()
                .replacing("groups: [lowest]", with: "groups: [lowst]"),
            schema: .accepts,
            "87:16: the shares of index `small`: there is no group `lowst`. Did you mean `lowest`?"),
        Mistake(
            "A group scored twice", SmallPipeline()
                .replacing("groups: [lowest]", with: "groups: [lowest, all, lowest]"),
            schema: .refuses,
            "87:24: the shares of index `small` name group `all` twice, so that it would count twice. Keep one.",
            "87:29: the shares of index `small` name group `lowest` twice, so that it would count twice. Keep one."),
        Mistake(
            "An exception for an unknown metric", SmallPipeline()
                .adding("all_students_only: [absense]", below: "groups: [lowest]"),
            schema: .accepts,
            "88:27: `all_students_only` of the shares of index `small`: there is no metric `absense`. Did you mean `absence`?"),
        Mistake(
            "An unknown way to redistribute", SmallPipeline()
                .replacing("redistribute: within_domain", with: "redistribute: in_domain"),
            schema: .refuses,
            "92:21: `redistribute` of `missing` of index `small` is `in_domain`. It must be one of within_domain, everywhere."),
        Mistake(
            "An unknown key of the rounding", SmallPipeline()
                .replacing("rounding: {rule: Once., source: none, basis: assumed, decimals: 2}", with: "rounding: {rule: Once., source: none, basis: assumed, decimal: 2}"),
            schema: .refuses,
            "93:59: `decimal` is not a key of `rounding` of index `small`. Did you mean `decimals`? It takes basis, decimals, rule, source."),
        Mistake(
            "All students chosen school by school", SmallPipeline()
                .adding("everyone: lowest", below: "policy: half_half"),
            schema: .accepts,
            "87:17: `everyone` of the shares of index `small` is `lowest`, which is chosen school by school. Name the group of all students.",
            "88:16: the shares of index `small` name group `lowest` twice, so that it would count twice. Keep one."),
    ]
}
