package org.tocsin.template;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;

/**
 * A template as it is posted: the next version under its name.
 *
 * @param defaultLocale the language for people whose own has no variant (BCP 47)
 */
public record NewTemplate(
        @NotNull @Pattern(
                        regexp = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}",
                        message = "letters, digits, dots and dashes, up to 64")
                String name,
        @NotBlank String defaultLocale,
        @NotNull @Size(min = 1, max = 100) List<@NotNull @Valid NewVariant> variants) {}
