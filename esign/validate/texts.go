package validate

import (
	"github.com/klaster-platform/klaster/esign/cms"
	"github.com/klaster-platform/klaster/esign/xmldsig"
)

// CheckID names a check. The list is closed (T6 of the rules of trust): it has the identifiers of packages cms and xmldsig, and
// those below.
type CheckID string

// The checks of this package.
const (
	// CheckCMSStructure is that a message can be read; it is reported only where it fails.
	CheckCMSStructure CheckID = "cms.structure"
	// CheckCMSSigners is that a message has signers; it is reported only where it fails.
	CheckCMSSigners CheckID = "cms.signers"
	// CheckDocument is that a document passed beside a signed XML is that XML.
	CheckDocument CheckID = "input.document"
	// CheckCertificate is that the signer's certificate is at hand.
	CheckCertificate CheckID = "certificate.present"
	// CheckKeyUsage is that keyUsage, if there is one, allows signatures, and the certificate is not that of a service for
	// time-stamps or status alone.
	CheckKeyUsage CheckID = "certificate.key_usage"
	// CheckStrength is that the hash function of the signature has not been broken, nor is a certificate of the chain signed over SHA-1.
	CheckStrength CheckID = "certificate.algorithms"
	// CheckChain is that there is a chain of good signatures to an anchor.
	CheckChain CheckID = "certificate.chain"
	// CheckConstraints is that the chain keeps the rules of RFC 5280.
	CheckConstraints CheckID = "certificate.constraints"
	// CheckValidity is that all certificates of the chain are valid at the proven time, else at the control time.
	CheckValidity CheckID = "certificate.validity"
	// CheckTrial is that no trial certificate stands in the chain where none is allowed.
	CheckTrial CheckID = "certificate.trial"
	// CheckSignerStatus is that the signer's certificate was not revoked.
	CheckSignerStatus CheckID = "revocation.signer"
	// CheckAuthorityStatus is that no certificate of an authority in the chain was.
	CheckAuthorityStatus CheckID = "revocation.authorities"
	// CheckTime is that the time of signing is proven by a time-stamp. It has no part in the verdict.
	CheckTime CheckID = "time.proven"
	// CheckTimeOrder is that time-stamps over the content are not later than those over the signature.
	CheckTimeOrder CheckID = "time.order"
	// CheckReported is that the certificate in the report is the one by whose key the signature verifies. It has no part in the
	// verdict: where it is not so, other checks have failed.
	CheckReported CheckID = "certificate.reported"
	// CheckAccreditation is that the authority was accredited on the day on which it issued the certificate.
	CheckAccreditation CheckID = "qualified.accreditation"
	// CheckProfile is that the certificate has the form of qualified ones of its time.
	CheckProfile CheckID = "qualified.profile"
	// CheckAuthorityEnd is that the authority has not ended without a successor by the control time. It has no part in the verdict.
	CheckAuthorityEnd CheckID = "qualified.authority_end"
	// CheckListSignature is that the list of authorities bears a good signature; of a list without one it is unknown. It has no part
	// in the verdict: a list with a bad signature is not read at all.
	CheckListSignature CheckID = "qualified.list_signature"
	// CheckQualifiedMarks is that the signature has all marks of a qualified one. It has no part in the verdict.
	CheckQualifiedMarks CheckID = "qualified.marks"
	// CheckQualified is there only where a certified verifier agrees that the signature is good (T7 of the rules of trust).
	CheckQualified CheckID = "qualified.confirmed"
	// CheckVerifier is that an outside verifier comes to the same verdict; it is there only where one answered.
	CheckVerifier CheckID = "verifier.agrees"
)

type words struct{ ru, en string }

// texts say of each check what is so if it is OK.
var texts = map[CheckID]words{
	CheckCMSStructure:    {"Сообщение CMS читается целиком, лишних байтов после него нет", "The CMS message can be read, with nothing after it"},
	CheckCMSSigners:      {"В сообщении есть хотя бы одна подпись", "The message has a signature"},
	CheckDocument:        {"Переданный документ совпадает с подписанным", "The document that was passed is the one that is signed"},
	CheckCertificate:     {"Сертификат подписавшего найден", "The signer's certificate is at hand"},
	CheckKeyUsage:        {"Ключ сертификата предназначен для подписи", "The key of the certificate is for signatures"},
	CheckStrength:        {"Алгоритмы подписи стойкие", "The algorithms of the signature are strong"},
	CheckChain:           {"Цепочка сертификатов ведёт к доверенному", "A chain of certificates leads to a trusted one"},
	CheckConstraints:     {"Ограничения сертификатов цепочки соблюдены", "The chain keeps the constraints of its certificates"},
	CheckValidity:        {"Сертификаты действовали на момент проверки подписи", "The certificates are valid at the time that counts"},
	CheckTrial:           {"Учебных сертификатов в цепочке нет или они разрешены", "No trial certificate is in the chain, or trial ones are allowed"},
	CheckSignerStatus:    {"Сертификат подписавшего не отозван по свежим данным", "Fresh data say that the signer's certificate is not revoked"},
	CheckAuthorityStatus: {"Сертификаты удостоверяющих центров не отозваны", "The certificates of the authorities are not revoked"},
	CheckTime:            {"Время подписания подтверждено меткой времени", "The time of signing is proven by a time-stamp"},
	CheckTimeOrder:       {"Метки времени следуют в верном порядке", "The time-stamps are in the right order"},
	CheckReported:        {"Указан тот сертификат, ключом которого проверена подпись", "The certificate is the one by whose key the signature verifies"},
	CheckAccreditation:   {"Удостоверяющий центр был аккредитован в день выдачи сертификата", "The authority was accredited on the day of issue"},
	CheckProfile:         {"Сертификат по форме отвечает требованиям к квалифицированным", "The certificate has the form of qualified ones of its time"},
	CheckAuthorityEnd:    {"Удостоверяющий центр не прекратил деятельность без правопреемника", "The authority has not ended without a successor"},
	CheckListSignature:   {"Перечень аккредитованных центров подписан, подпись верна", "The list of accredited authorities bears a good signature"},
	CheckQualifiedMarks:  {"Есть признаки квалифицированной подписи (проверено несертифицированным средством)", "The marks of a qualified signature are there (by a tool that is not certified)"},
	CheckQualified:       {"Подпись квалифицированная: это подтвердило сертифицированное средство", "The signature is qualified: a certified tool confirms it"},
	CheckVerifier:        {"Внешнее средство проверки пришло к тому же выводу", "The outside verifier came to the same verdict"},

	CheckID(cms.CheckContent):            {"Подписанное содержимое доступно и совпадает с документом", "The signed content is at hand and is the document"},
	CheckID(cms.CheckContentForm):        {"Содержимое не выдаёт себя за подписанные атрибуты", "The content does not pass for signed attributes"},
	CheckID(cms.CheckSignedAttributes):   {"Подписанные атрибуты присутствуют", "There are signed attributes"},
	CheckID(cms.CheckContentType):        {"Подписанный тип содержимого верен", "The signed type of the content is right"},
	CheckID(cms.CheckMessageDigest):      {"Хэш-код документа равен подписанному", "The hash code of the document is the signed one"},
	CheckID(cms.CheckSigningCertificate): {"Подписанная ссылка указывает на сертификат подписавшего", "The signed reference is to the signer's certificate"},
	CheckID(cms.CheckSignerIdentifier):   {"Подпись называет этот сертификат", "The signature names this certificate"},
	CheckID(cms.CheckSigningTime):        {"Заявленное время, если оно есть, записано правильно", "The claimed time, if there is one, is well-formed"},
	CheckID(cms.CheckAlgorithms):         {"Алгоритмы известны и подходят к ключу", "The algorithms are known and belong to the key"},
	CheckID(cms.CheckSignature):          {"Значение подписи верно", "The signature value is right"},

	xmldsig.CheckSyntax:             {"Документ XML записан правильно, без DTD", "The document is well-formed XML without a DTD"},
	xmldsig.CheckIDs:                {"Идентификаторы в документе не повторяются", "No Id stands twice in the document"},
	xmldsig.CheckStructure:          {"Элемент подписи построен по схеме", "The Signature element is as its schema says"},
	xmldsig.CheckCanonicalization:   {"Способ канонизации известен", "The method of canonicalization is known"},
	xmldsig.CheckMethod:             {"Алгоритм подписи известен и не использует общий секрет", "The signature method is known and has no shared secret"},
	xmldsig.CheckReferences:         {"Подпись ссылается только на сам документ", "The signature refers to the document alone"},
	xmldsig.CheckCoverage:           {"Подпись охватывает весь документ", "The signature covers the whole document"},
	xmldsig.CheckTransforms:         {"Преобразования только разрешённые", "No transforms but those that are allowed"},
	xmldsig.CheckDigest:             {"Хэш-код документа равен подписанному", "The digest of the document is the signed one"},
	xmldsig.CheckCertificate:        {"Сертификат подписи один и подходит к ней", "One certificate belongs to the signature"},
	xmldsig.CheckSignature:          {"Значение подписи верно", "The signature value is right"},
	xmldsig.CheckXAdES:              {"Свойства XAdES записаны правильно", "The XAdES properties are well-formed"},
	xmldsig.CheckSignedProperties:   {"Подписанные свойства охвачены подписью", "The signed properties are covered by the signature"},
	xmldsig.CheckSigningCertificate: {"Подписанные свойства называют сертификат подписавшего", "The signed properties name the signer's certificate"},
}

// consequence is what a check does to the verdict if it fails. Where a check is unknown, the verdict is never better nor worse
// than indeterminate.
type consequence struct {
	indication Indication
	sub        SubIndication
}

// consequences are of the checks that Gather made. What is not in the list is a fault of the format.
var consequences = map[CheckID]consequence{
	CheckDocument:                        {TotalFailed, HashFailure},
	CheckID(cms.CheckContent):            {TotalFailed, HashFailure},
	CheckID(cms.CheckMessageDigest):      {TotalFailed, HashFailure},
	CheckID(cms.CheckSignature):          {TotalFailed, SigCryptoFailure},
	CheckID(cms.CheckSignedAttributes):   {Indeterminate, SigConstraintsFailure},
	CheckID(cms.CheckSigningCertificate): {Indeterminate, SigConstraintsFailure},
	CheckID(cms.CheckSignerIdentifier):   {Indeterminate, SigConstraintsFailure},
	CheckID(cms.CheckSigningTime):        {Indeterminate, SigConstraintsFailure},
	xmldsig.CheckDigest:                  {TotalFailed, HashFailure},
	xmldsig.CheckSignature:               {TotalFailed, SigCryptoFailure},
	xmldsig.CheckCertificate:             {Indeterminate, NoSigningCertificateFound},
	xmldsig.CheckSigningCertificate:      {Indeterminate, SigConstraintsFailure},
}

// pass reports a check of a package below.
func (s *Signer) pass(id CheckID, r Result, unknown SubIndication) {
	c, listed := consequences[id]
	if !listed {
		c = consequence{TotalFailed, FormatFailure}
	}
	if r == Unknown {
		c = consequence{Indeterminate, unknown}
	}
	s.judge(id, r, c.indication, c.sub)
}
