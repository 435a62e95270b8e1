package org.tocsin.template;

import java.util.List;
import org.tocsin.template.check.Finding;

/** What became of a template that was posted. */
public sealed interface SaveResult {

    /** What the check found, worst or not. */
    List<Finding> findings();

    /** It is the next version under its name. */
    record Saved(TemplateVersion template, String digest, List<Finding> findings) implements SaveResult {}

    /** It has errors, and nothing was stored. */
    record Refused(List<Finding> findings) implements SaveResult {}
}
