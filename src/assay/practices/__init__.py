"""The practices as code: rules read evidence, an audit gathers what they say, a gate decides."""
