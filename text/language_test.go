package text

import "testing"

func TestDetectLanguage(t *testing.T) {
	tests := []struct{ want, in string }{
		{"es", "La canciller de Uruguay dijo ayer que el acuerdo entre los dos países fue firmado según lo previsto."},
		{"es", "Lima y Quito firman la paz en Brasilia"},
		{"en", "The foreign minister said on Monday that the agreement between the two countries has been signed."},
		{"ru", "Министр иностранных дел заявил, что соглашение между двумя странами было подписано в этом году."},
		{"uk", "Міністр закордонних справ заявив, що угода між двома країнами була підписана цього року."},
		{"kk", "Сыртқы істер министрі екі ел арасындағы келісімге қол қойылғанын айтты және оны маңызды деп атады."},
		{"pt", "O ministro das Relações Exteriores disse ontem que o acordo entre os dois países não foi assinado."},
		{"fr", "La ministre des Affaires étrangères a dit hier que l'accord entre les deux pays est signé."},
		{"it", "Il ministro degli Esteri ha detto ieri che l'accordo tra i due paesi non è stato firmato."},
		{"ca", "La ministra d'Exteriors va dir ahir que l'acord entre els dos països no ha estat signat amb presses."},
		{"gl", "O ministro de Exteriores dixo onte que o acordo entre os dous países non foi asinado e que non hai présa."},
		{"de", "Der Außenminister sagte am Montag, dass das Abkommen zwischen den beiden Ländern nicht unterzeichnet wurde."},
		{"", "12345 — 2025"},
		{"", ""},
		{"", "Xyzzy plugh"},
	}
	for _, tt := range tests {
		got, sure := DetectLanguage(tt.in)
		if got != tt.want || got != "" && (sure < 0.5 || sure > 1) || got == "" && sure != 0 {
			t.Errorf("DetectLanguage(%q) = %q, %.2f; want %q", tt.in, got, sure, tt.want)
		}
	}
}
