package org.tocsin.template;

import java.util.List;
import java.util.UUID;
import org.tocsin.template.check.Finding;

/** The answer to a template that was stored. */
record SavedTemplate(UUID id, String name, int version, String digest, List<Finding> findings) {

    static SavedTemplate of(SaveResult.Saved saved) {
        TemplateVersion template = saved.template();
        return new SavedTemplate(template.id(), template.name(), template.version(), saved.digest(), saved.findings());
    }
}
