package org.tocsin.account;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Holds for a password that may be set: long enough to resist guessing, short enough for bcrypt to read all of it. */
@Documented
@Constraint(validatedBy = StrongPassword.Check.class)
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.RECORD_COMPONENT, ElementType.METHOD})
@interface StrongPassword {

    String message() default
            "must have at least " + Credentials.MIN_PASSWORD_CHARS + " characters and at most "
                    + Credentials.MAX_PASSWORD_BYTES + " bytes of UTF-8";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** The check itself; no password at all is the business of {@code @NotNull}. */
    class Check implements ConstraintValidator<StrongPassword, String> {

        @Override
        public boolean isValid(String password, ConstraintValidatorContext context) {
            return password == null
                    || (password.length() >= Credentials.MIN_PASSWORD_CHARS && Credentials.couldBePassword(password));
        }
    }
}
